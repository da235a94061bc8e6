import { bareExpression } from './bare-expression.js';

/** The expression in a member that was checked to be one. */
export const bareText = (text: string): string => (bareExpression(text)?.expression ?? text).trim();

/** The same of a mapping of names to expressions. */
export const bareTexts = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, bareText(text)]));
