import type { Route } from '../http/router.js';
import { datasetRoutes } from './datasets.js';
import { evaluatorRoutes } from './evaluators.js';
import { experimentRoutes } from './experiments.js';
import { integrationRoutes } from './integrations.js';
import { projectRoutes, spaceRoutes } from './spaces.js';
import { spanRoutes } from './spans.js';
import { taskRunRoutes } from './task-runs.js';
import { taskRoutes } from './tasks.js';
import { subscriptionRoutes } from './webhook-subscriptions.js';
import { webhookRoutes } from './webhooks.js';

/** Every route of the API, one file a resource. */
export const apiRoutes: readonly Route[] = [
  ...spaceRoutes,
  ...projectRoutes,
  ...datasetRoutes,
  ...evaluatorRoutes,
  ...integrationRoutes,
  ...experimentRoutes,
  ...spanRoutes,
  ...taskRoutes,
  ...taskRunRoutes,
  ...webhookRoutes,
  ...subscriptionRoutes,
];
