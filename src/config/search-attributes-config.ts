import { valueOf, type Environment, type Read } from './environment.js';

const NAME = 'AX_TASKS_SEARCH_ATTRIBUTES';

/** Whether what is started sets the custom search attributes; `off` when it is not set. */
export function readSearchAttributesSwitch(env: Environment): Read<boolean> {
  const given = (valueOf(env, NAME) ?? 'off').toLowerCase();
  const problems = given === 'on' || given === 'off' ? [] : [`${NAME} must be on or off`];
  return { value: given === 'on', problems };
}
