import { z } from 'zod';
import type { TaskRef } from '../../model/api/requests.js';
import type { SpaceResource } from '../../model/api/resources.js';
import { check, needsSpace } from '../checks/check.js';
import { reference } from '../checks/fields.js';
import { quoted } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import type { List } from '../resolve/lists.js';
import { LookUp, type Resolved } from '../resolve/look-up.js';
import { experimentRef, experimentScope, type ExperimentRef } from './experiments.js';

const scoped = z.strictObject({ reference, space: reference.optional() });

/** A name or ID, and the space in which to look up the name. */
interface Scoped {
  reference: string;
  space?: string;
}

export async function resolveSpace(
  context: AxContext,
  { space }: { space: string },
  options: ApiCallOptions,
): Promise<Resolved> {
  checkScoped('space', { reference: space }, false);
  return new LookUp(context, space, options).space();
}

export async function resolveInSpace(
  context: AxContext,
  list: List<SpaceResource>,
  request: Scoped,
  options: ApiCallOptions,
): Promise<Resolved> {
  checkScoped(list.noun, request, true);
  return new LookUp(context, request.space, options).inSpace(list, request.reference);
}

export async function resolveTask(
  context: AxContext,
  { task, space }: TaskRef,
  options: ApiCallOptions,
): Promise<Resolved> {
  checkScoped('task', { reference: task, ...(space === undefined ? {} : { space }) }, true);
  const found = await new LookUp(context, space, options).task(task);
  return { id: found.id, name: 'name' in found ? found.name : null };
}

export async function resolveAgentIntegration(
  context: AxContext,
  { integration }: { integration: string },
  options: ApiCallOptions,
): Promise<Resolved> {
  checkScoped('agent integration', { reference: integration }, false);
  return new LookUp(context, undefined, options).agentIntegration(integration);
}

export async function resolveExperiment(
  context: AxContext,
  request: ExperimentRef,
  options: ApiCallOptions,
): Promise<Resolved> {
  check(`look up experiment ${quoted(request.experiment)}`, request, experimentRef, experimentScope);
  return new LookUp(context, request.space, options).experiment(request.experiment, request.dataset);
}

function checkScoped(noun: string, request: Scoped, inSpace: boolean): void {
  check(`look up ${noun} ${quoted(request.reference)}`, request, scoped, ({ reference: text, space }) => [
    inSpace ? needsSpace(noun, text, space) : null,
  ]);
}
