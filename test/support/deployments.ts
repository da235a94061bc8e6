import { isGrpcServiceError } from '@temporalio/client';
import type { ConnectionLike } from '@temporalio/client';
import { until } from './until.js';

/** The deployment of workers that take part in Worker Versioning, in the namespace `default`. */
export const DEPLOYMENT = 'ax-tasks';
const deployment = { namespace: 'default', deploymentName: DEPLOYMENT };

/** gRPC's NOT_FOUND and FAILED_PRECONDITION. */
const NOT_YET = [5, 9];
/** ROUTING_CONFIG_UPDATE_STATE_COMPLETED. */
const ROUTED = 2;

/** Makes a version the current one as soon as the server knows its workers. */
export const makeCurrent = ({ workflowService }: ConnectionLike, buildId: string): Promise<void> =>
  asSoonAsKnown(() => workflowService.setWorkerDeploymentCurrentVersion({ ...deployment, buildId }));

/** Gives a version a share of the workflows, as soon as the server knows its workers. */
export const ramp = (
  { workflowService }: ConnectionLike,
  buildId: string,
  percentage: number,
): Promise<void> =>
  asSoonAsKnown(() =>
    workflowService.setWorkerDeploymentRampingVersion({ ...deployment, buildId, percentage }),
  );

const asSoonAsKnown = (change: () => Promise<unknown>): Promise<void> =>
  until(() =>
    change().then(
      () => true,
      (error: unknown) => {
        if (isGrpcServiceError(error) && NOT_YET.includes(error.code)) return false;
        throw error;
      },
    ),
  );

/** Waits until all partitions of the task queue know which version is current. */
export const untilRouted = ({ workflowService }: ConnectionLike): Promise<void> =>
  until(async () => {
    const { workerDeploymentInfo } = await workflowService.describeWorkerDeployment(deployment);
    return Number(workerDeploymentInfo?.routingConfigUpdateState) === ROUTED;
  });
