import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { SEARCH_ATTRIBUTES } from '../../model/temporal/search-attributes.js';
import { formatTable } from '../../terminal/text/table.js';
import { addKeywordAttributes, keywordAttributes } from '../../temporal/keyword-attributes.js';
import type { AttributeState } from '../../temporal/keyword-attributes.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';

type States = ReadonlyMap<string, AttributeState>;

const NAMES = Object.values(SEARCH_ATTRIBUTES);
const LOOK_EVERY_MS = 500;
const GIVE_UP_MS = 30_000;

/** Lists the custom search attributes and whether the namespace has them. */
export const listSearchAttributes = (context: CliContext, options: CallOptions): Promise<number> =>
  withStates(context, options, (_, found) => Promise.resolve(found));

/** Creates the search attributes that the namespace does not have. */
export const createSearchAttributes = (context: CliContext, options: CallOptions): Promise<number> =>
  withStates(context, options, (session, found) => create(session, found, context.nowMs));

async function withStates(
  context: CliContext,
  options: CallOptions,
  change: (session: Session, found: States) => Promise<States>,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const states = await change(session, await look(session));
    print(states, session, output);
    return [...states.values()].every((state) => state === 'there') ? EXIT.success : EXIT.refused;
  });
}

const look = ({ client, namespace }: Session): Promise<States> => keywordAttributes(client, namespace, NAMES);

const namesIn = (states: States, wanted: AttributeState): string[] =>
  [...states].filter(([, state]) => state === wanted).map(([name]) => name);

async function create(session: Session, found: States, nowMs: () => number): Promise<States> {
  const missing = namesIn(found, 'missing');
  if (missing.length === 0) return found;
  try {
    await addKeywordAttributes(session.client, session.namespace, missing);
  } catch (error) {
    throw notCreated(missing, session, error);
  }
  return untilThere(session, nowMs() + GIVE_UP_MS, nowMs);
}

/** The server takes a moment to know what it was given. */
async function untilThere(session: Session, untilMs: number, nowMs: () => number): Promise<States> {
  for (;;) {
    const states = await look(session);
    if (namesIn(states, 'missing').length === 0 || nowMs() > untilMs) return states;
    await sleep(LOOK_EVERY_MS);
  }
}

const notCreated = (names: string[], { namespace }: Session, cause: unknown): CliError =>
  new CliError(
    `Temporal did not create ${names.join(', ')} in "${namespace}": ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      exitCode: EXIT.refused,
      code: 'SearchAttributesRefused',
      hint: 'Ask an administrator of the namespace to create them with type Keyword (in Temporal Cloud: in its UI or with tcld).',
      cause,
    },
  );

function print(states: States, { flags }: Session, output: Output): void {
  const attributes = [...states].map(([name, state]) => ({ name, type: 'Keyword', state }));
  output.result('search-attributes', { attributes }, (style) =>
    formatTable(
      [
        { title: 'NAME', value: ({ name }) => name },
        { title: 'TYPE', value: ({ type }) => type },
        {
          title: 'STATE',
          value: ({ state }) => state,
          tone: ({ state }) => (state === 'there' ? 'good' : 'warn'),
        },
      ],
      attributes,
      style,
    ),
  );
  if (namesIn(states, 'missing').length > 0)
    output.note(`To create the missing ones: ax-tasks search-attributes create${flags}`);
}
