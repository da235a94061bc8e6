import type { Store } from '../store.js';
import type { Organization, User } from '../types.js';
import { SeedBuilder } from './builder.js';
import { seedProductionSpace } from './production-space.js';
import { seedResearchSpace, type ResearchSpace } from './research-space.js';

/** What the seed hands on: the users behind the keys, and the space that holds one of everything. */
export interface Seeded {
  readonly builder: SeedBuilder;
  readonly admin: User;
  readonly reader: User;
  readonly second: User;
  readonly research: ResearchSpace;
}

/**
 * Fills a store: `prod-eu` and `prod`, whose names contain each other and whose tasks partly share names,
 * and `research`, which holds at least one of every kind. What is made last is listed first.
 */
export function seedStore(store: Store, nowMs: number): Seeded {
  const builder = new SeedBuilder(store, nowMs);
  const organization: Organization = builder.organization('Acme AI');
  const admin = builder.user('Ada Admin', 'ada@acme.example', 'ADMIN');
  const reader = builder.user('Rae Reader', 'rae@acme.example', 'MEMBER');
  builder.user('Anna Annotator', 'anna@acme.example', 'ANNOTATOR');
  const integration = builder.integration(
    {
      type: 'LLM',
      name: 'openai-main',
      description: null,
      provider: 'OPEN_AI',
      modelNames: ['gpt-4o', 'gpt-4o-mini'],
    },
    null,
  );
  seedProductionSpace(builder, organization, 'prod-eu', integration);
  seedProductionSpace(builder, organization, 'prod', integration);
  const research = seedResearchSpace(builder, organization, integration);
  const second = builder.user('Sam Second', 'sam@acme.example', 'MEMBER');
  return { builder, admin, reader, second, research };
}
