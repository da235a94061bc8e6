import type { Experiment, SpaceResource } from '../../model/api/resources.js';
import type { Task } from '../../model/api/task.js';
import { readReference } from '../checks/reference.js';
import type { AxContext } from '../context.js';
import type { CallOptions } from '../http/call.js';
import { findExact } from './find-exact.js';
import { DATASETS, EXPERIMENTS, INTEGRATIONS, SPACES, TASKS, type List } from './lists.js';

/** What a reference came to. The name is null where an ID was given: IDs are not looked up. */
export interface Resolved {
  id: string;
  name: string | null;
}

/**
 * Turns the names of one request into IDs. They share the request's space, which is looked up when the first name needs
 * it, and once. That a name has a space was checked before.
 */
export class LookUp {
  readonly #context: AxContext;
  readonly #space: string | undefined;
  readonly #options: CallOptions;
  #spaceFound: Promise<Resolved> | undefined;

  constructor(context: AxContext, space: string | undefined, options: CallOptions) {
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

  /** The whole task for a name; for an ID only the ID. */
  async task(text: string): Promise<Task | { id: string }> {
    const reference = readReference(text);
    if ('id' in reference) return reference;
    const query = { space_id: await this.spaceId() };
    const search = { list: TASKS, name: reference.name, where: this.#where(), query };
    return findExact(this.#context, search, this.#options);
  }

  /** Names of agent integrations are unique by their type: no space is needed (contract section 3, rule 2). */
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

  /** An experiment of a dataset or, without one, of the space. */
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
