import { splitTemplate } from '../../expressions/split-template.js';

/** The expression in a member that is one: bare, or in one `${{ }}`; null where it is several, or in a text. */
export function bareExpression(text: string): { expression: string; offset: number } | null {
  if (!text.includes('${{')) return { expression: text, offset: 0 };
  const lead = text.length - text.trimStart().length;
  const [first, ...more] = splitTemplate(text.trim()) ?? [];
  if (first === undefined || more.length > 0 || 'text' in first) return null;
  return { expression: first.expression, offset: first.offset + lead };
}
