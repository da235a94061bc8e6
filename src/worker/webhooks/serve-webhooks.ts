import type { Logger, MetricMeter } from '@temporalio/common';
import type { WebhookConfig } from '../../config/webhook-config.js';
import { METRICS, count } from '../../model/temporal/metrics.js';
import { webhookReceiver } from './receive-webhook.js';
import type { WebhookParts } from './receive-webhook.js';
import { startWebhookServer } from './webhook-server.js';
import type { WebhookServer } from './webhook-server.js';

/**
 * Receives Arize's webhooks, and counts them.
 * @throws ConfigError if it cannot listen at the configured address
 */
export function serveWebhooks(
  { address, secret }: WebhookConfig,
  { log, meter, wake }: { log: Logger; meter: MetricMeter; wake: WebhookParts['wake'] },
): Promise<WebhookServer> {
  const receive = webhookReceiver({ secret, log, wake });
  return startWebhookServer(address, async (delivery) => {
    const answer = await receive(delivery);
    count(meter, METRICS.webhooks, { result: answer.result });
    return answer;
  });
}
