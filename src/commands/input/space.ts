import { defaultSpace } from '../../config/cli-config.js';
import { isResourceId } from '../../model/api/resource-id.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';

export interface SpaceOption {
  space?: string;
}

/** The space of a command: `--space`, else ARIZE_SPACE. A member to be spread into a request. */
export function spaceOf({ space }: SpaceOption, { env }: CliContext): SpaceOption {
  const given = space ?? defaultSpace(env);
  return given === undefined || given === '' ? {} : { space: given };
}

/** A name means something in a space only; says so before anything is sent. */
export function requireSpace(what: string, nameOrId: string | undefined, { space }: SpaceOption): void {
  if (nameOrId === undefined || space !== undefined || isResourceId(nameOrId)) return;
  throw usageError(
    `${what} ${JSON.stringify(nameOrId)} is a name, which needs a space`,
    'Pass --space NAME_OR_ID (or set ARIZE_SPACE), or use the ID.',
  );
}
