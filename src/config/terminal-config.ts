import { given, type Environment } from './environment.js';

export interface TerminalConfig {
  /** `auto`: colour if the output is a terminal. */
  color: 'auto' | 'always' | 'never';
  /** Whether a terminal can show progress that redraws itself; a build machine keeps every line instead. */
  canRedraw: boolean;
  /** False: symbols and bars in ASCII. */
  isUnicode: boolean;
}

export function readTerminalConfig(env: Environment): TerminalConfig {
  const {
    TERM,
    CI = 'false',
    LC_ALL,
    LC_CTYPE,
    LANG,
  } = given(env, 'TERM', 'CI', 'LC_ALL', 'LC_CTYPE', 'LANG');
  return {
    color: colorOf(env),
    canRedraw: TERM !== 'dumb' && isNo(CI),
    isUnicode: TERM !== 'linux' && /utf-?8/i.test(LC_ALL ?? LC_CTYPE ?? LANG ?? 'UTF-8'),
  };
}

/** FORCE_COLOR beats NO_COLOR, as in Node itself (no-color.org). */
function colorOf(env: Environment): TerminalConfig['color'] {
  const { FORCE_COLOR, NO_COLOR, TERM } = given(env, 'FORCE_COLOR', 'NO_COLOR', 'TERM');
  if (FORCE_COLOR !== undefined) return isNo(FORCE_COLOR) ? 'never' : 'always';
  return NO_COLOR !== undefined || TERM === 'dumb' ? 'never' : 'auto';
}

const isNo = (value: string): boolean => /^(0|false)$/i.test(value);
