import type { Experiment, SpaceResource } from '../../model/api/resources.js';
import type { Task } from '../../model/api/task.js';
import { readReference } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import { findExact } from './find-exact.js';
import { DATASETS, EXPERIMENTS, INTEGRATIONS, SPACES, TASKS, type List } from './lists.js';

/** A resolved reference. The name is null if an ID was given, because IDs are not looked up. */
export interface Resolved {
  id: string;
  name: string | null;
}

/**
 * Resolves the names of one request to IDs. They share the request's space, which is looked up once, when the first name
 * needs it. The caller has checked that names have a space.
 */
export class LookUp {
  readonly #context: AxContext;
  readonly #space: string | undefined;
  readonly #options: ApiCallOptions;
  #spaceFound: Promise<Resolved> | undefined;

  constructor(context: AxContext, space: string | undefined, options: ApiCallOptions) {
    this.#context = context;
    this.#space = space;
    this.#options = options;
  }

  space(): Promise<Resolved> {
    const find = (name: string) =>
      findExact(this.#context, { list: SPACES, name, where: '', query: {} }, this.#options);
    this.#spaceFound ??= byIdOr(this.#space ?? '', find);
    return this.#spaceFound;
  }

  async spaceId(): Promise<string> {
    return (await this.space()).id;
  }

  inSpace(list: List<SpaceResource>, text: string): Promise<Resolved> {
    return byIdOr(text, async (name) => {
      const spaceId = await this.spaceId();
      const accepts = (item: SpaceResource) => item.spaceId === null || item.spaceId === spaceId;
      const search = { list, name, where: this.#where(), query: { space_id: spaceId }, accepts };
      return findExact(this.#context, search, this.#options);
    });
  }

  /** The whole task for a name; only the ID for an ID. */
  async task(text: string): Promise<Task | { id: string }> {
    const reference = readReference(text);
    if ('id' in reference) return reference;
    const query = { space_id: await this.spaceId() };
    const search = { list: TASKS, name: reference.name, where: this.#where(), query };
    return findExact(this.#context, search, this.#options);
  }

  /** Names of agent integrations are unique within their type, so they need no space (docs/api-contract.md 3, rule 2). */
  agentIntegration(text: string): Promise<Resolved> {
    return byIdOr(text, (name) => {
      const list = { ...INTEGRATIONS, noun: 'agent integration' };
      const accepts = (item: SpaceResource) => item.type === null || item.type === 'AGENT';
      return findExact(
        this.#context,
        { list, name, where: '', query: { type: 'AGENT' }, accepts },
        this.#options,
      );
    });
  }

  /** An experiment of a dataset or, if none is given, of the space. */
  experiment(text: string, dataset: string | undefined): Promise<Resolved> {
    return byIdOr(text, async (name) => {
      if (dataset === undefined) {
        const search = {
          list: EXPERIMENTS,
          name,
          where: this.#where(),
          query: { space_id: await this.spaceId() },
        };
        return findExact(this.#context, search, this.#options);
      }
      const { id } = await this.inSpace(DATASETS, dataset);
      const accepts = (item: Experiment) => item.datasetId === null || item.datasetId === id;
      const where = ` in dataset ${JSON.stringify(dataset)}`;
      return findExact(
        this.#context,
        { list: EXPERIMENTS, name, where, query: { dataset_id: id }, accepts },
        this.#options,
      );
    });
  }

  #where(): string {
    return ` in space ${JSON.stringify(this.#space)}`;
  }
}

async function byIdOr(text: string, find: (name: string) => Promise<Resolved>): Promise<Resolved> {
  const reference = readReference(text);
  if ('id' in reference) return { id: reference.id, name: null };
  const { id, name } = await find(reference.name);
  return { id, name };
}
