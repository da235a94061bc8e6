import { iso } from '../../base/world.js';
import { hash32 } from '../random.js';
import type { Store } from '../store.js';
import type * as types from '../resource-types.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Adds seeded records to a store. Times count back from the full hour in which the simulator started. */
export class SeedBuilder {
  readonly #hourMs: number;
  /** Whom seeded records were made by: the first user. */
  ownerId = '';

  constructor(
    readonly store: Store,
    nowMs: number,
  ) {
    this.#hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  }

  daysAgo(days: number): number {
    return this.#hourMs - days * DAY_MS;
  }

  at(days: number): string {
    return iso(this.daysAgo(days));
  }

  organization(name: string): types.Organization {
    const description = `${name}, an organisation of the simulator`;
    return this.store.organizations.add({
      ...this.identity('AccountOrganization'),
      name,
      description,
      created_at: this.at(900),
    });
  }

  user(name: string, email: string, role: types.User['role']['name']): types.User {
    const user = this.store.users.add({
      ...this.identity('User'),
      name,
      email,
      created_at: this.at(890),
      status: 'ACTIVE',
      role: { type: 'PREDEFINED', name: role },
      is_developer: role !== 'ANNOTATOR',
    });
    if (this.ownerId === '') this.ownerId = user.id;
    return user;
  }

  space(organization: types.Organization, name: string, description: string): types.Space {
    return this.store.spaces.add({
      ...this.identity('Space'),
      organization_id: organization.id,
      name,
      description,
      created_at: this.at(800),
      is_private: false,
    });
  }

  project(
    space: types.Space,
    name: string,
    type: types.Project['project_type'],
    spansPerHour: number,
  ): types.Project {
    return this.store.projects.add({
      ...this.identity('Model'),
      name,
      space_id: space.id,
      created_at: this.at(700),
      project_type: type,
      spansPerHour,
    });
  }

  /** A dataset with one version for each size; a later version starts with the examples of the one before. */
  dataset(space: types.Space, name: string, sizes: readonly number[]): types.Dataset {
    const identity = this.identity('Dataset');
    const examples = Array.from({ length: Math.max(...sizes) }, (_, at) => this.#example(name, at));
    const versions = sizes.map((size, at) => ({
      id: this.store.mint('DatasetVersion'),
      name: `version-${at + 1}`,
      dataset_id: identity.id,
      created_at: this.at(120 - at * 30),
      updated_at: this.at(120 - at * 30),
      examples: examples.slice(0, size),
    }));
    const times = { created_at: this.at(120), updated_at: this.at(120 - (sizes.length - 1) * 30) };
    return this.store.datasets.add({ ...identity, name, space_id: space.id, ...times, versions });
  }

  evaluator(
    space: types.Space,
    name: string,
    type: types.Evaluator['type'],
    configs: readonly Pick<types.EvaluatorVersion, 'template_config' | 'code_config'>[],
  ): types.Evaluator {
    const identity = this.identity('Evaluator');
    const versions = configs.map((config, at) => ({
      ...this.identity('EvaluatorVersion'),
      evaluator_id: identity.id,
      commit_hash: hash32(this.store.seed, name, at).toString(16).padStart(8, '0').repeat(5),
      commit_message: at === 0 ? 'First version' : `Revision ${at}`,
      created_at: this.at(100 - at * 10),
      created_by_user_id: this.ownerId,
      type,
      ...config,
    }));
    return this.store.evaluators.add({
      ...identity,
      name,
      description: `Evaluates ${name.replaceAll('-', ' ')}`,
      type,
      space_id: space.id,
      created_at: this.at(100),
      updated_at: this.at(100 - (configs.length - 1) * 10),
      created_by_user_id: this.ownerId,
      versions,
    });
  }

  integration(
    input: Pick<types.Integration, 'type' | 'name' | 'description' | 'provider' | 'modelNames' | 'agent'>,
    space: types.Space | null,
  ): types.Integration {
    const scopings = space === null ? [] : [{ organization_id: space.organization_id, space_id: space.id }];
    return this.store.integrations.add({
      ...this.identity(input.type === 'LLM' ? 'LlmIntegration' : 'AgentIntegration'),
      ...input,
      scopings,
      created_at: this.at(300),
      updated_at: this.at(200),
      created_by_user_id: this.ownerId,
    });
  }

  #example(dataset: string, at: number): types.DatasetExample {
    const days = at < 12 ? 120 : 90;
    return {
      ...this.identity('DatasetExample'),
      created_at: this.at(days),
      updated_at: this.at(days),
      columns: {
        question: `Question ${at + 1} of ${dataset}`,
        expected_output: `Answer ${at + 1}`,
        category: ['billing', 'shipping', 'returns'][at % 3],
        difficulty: 1 + (at % 5),
      },
    };
  }

  /** A new id with its place in the listings. */
  identity(kind: Parameters<Store['mint']>[0]): { readonly id: string; readonly ordinal: number } {
    return { id: this.store.mint(kind), ordinal: this.store.nextOrdinal() };
  }
}
