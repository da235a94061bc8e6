import { splitTemplate } from '../../expressions/split-template.js';
import { suggestion } from '../../model/base/near-name.js';
import { PLACEHOLDERS } from '../../model/notification/notice-text.js';
import type { Finding } from '../document/finding.js';

/** Refuses placeholders that nothing is known of: they would be sent as they are. */
export function checkTemplate(template: unknown): Finding[] {
  if (typeof template !== 'string') return [];
  const parts = splitTemplate(template);
  if (parts === null) return [{ path: [], message: 'has a ${{ that is not closed with }}' }];
  return parts.flatMap((part) => {
    if (!('expression' in part)) return [];
    const name = part.expression.trim();
    if (PLACEHOLDERS.includes(name)) return [];
    const near = suggestion(name, PLACEHOLDERS) || `, expected one of ${PLACEHOLDERS.join(', ')}`;
    return [
      {
        path: [],
        message: `has the unknown placeholder ${JSON.stringify(name)}${near}`,
        offset: part.offset,
      },
    ];
  });
}
