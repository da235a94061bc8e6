import { z } from 'zod';

/** Under which version of which deployment a worker takes workflow tasks. */
export interface DeploymentVersion {
  deploymentName: string;
  buildId: string;
}

// Temporal joins the two by a dot or a colon, so the name has neither.
const deploymentName = (variable: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9/_-]{1,100}$/, `${variable} must be at most 100 letters, digits, /, _ and -`)
    .optional();

const buildId = (variable: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9._+-]{1,100}$/, `${variable} must be at most 100 letters, digits, ., _, + and -`)
    .optional();

/** The variables of Worker Versioning: our own, and those that the Temporal Worker Controller gives to its pods. */
export const DEPLOYMENT = {
  AX_TASKS_DEPLOYMENT: deploymentName('AX_TASKS_DEPLOYMENT'),
  AX_TASKS_BUILD_ID: buildId('AX_TASKS_BUILD_ID'),
  TEMPORAL_DEPLOYMENT_NAME: deploymentName('TEMPORAL_DEPLOYMENT_NAME'),
  TEMPORAL_WORKER_BUILD_ID: buildId('TEMPORAL_WORKER_BUILD_ID'),
};

type Given = Partial<Record<keyof typeof DEPLOYMENT, string | undefined>>;

/** The version of our own variables, otherwise that of the controller's; null where neither is set. */
export function deploymentOf(
  given: Given,
  context: Pick<z.RefinementCtx, 'addIssue'>,
): DeploymentVersion | null {
  const own = { name: given.AX_TASKS_DEPLOYMENT, id: given.AX_TASKS_BUILD_ID };
  const controllers = { name: given.TEMPORAL_DEPLOYMENT_NAME, id: given.TEMPORAL_WORKER_BUILD_ID };
  const isOwn = (own.name ?? own.id) !== undefined;
  const { name, id } = isOwn ? own : controllers;
  if (name !== undefined && id !== undefined) return { deploymentName: name, buildId: id };
  if ((name ?? id) !== undefined)
    context.addIssue(
      `${isOwn ? 'AX_TASKS_DEPLOYMENT and AX_TASKS_BUILD_ID' : 'TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_WORKER_BUILD_ID'} must be set together`,
    );
  return null;
}
