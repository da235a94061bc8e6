import { undelivered } from './delivery.js';
import type { Delivery, DeliveryResult, NoticeMemo } from './delivery.js';
import type { Notice } from './notice.js';

/** Why a delivery failed, in a line. */
export const undeliveredText = (result: DeliveryResult): string =>
  undelivered(result)
    .map((delivery) => `${delivery.to}: ${delivery.delivered ? '' : delivery.why}`)
    .join('; ');

/** What a list shows of a notice. */
export const noticeMemo = (
  { id, kind, at, title, subject }: Notice,
  to: readonly string[] | null,
  deliveries?: Delivery[],
): NoticeMemo => ({
  id,
  kind,
  at,
  title,
  subject: `${subject.kind} ${subject.name}`,
  to,
  ...(deliveries === undefined ? {} : { deliveries }),
});
