import type { Environment } from '../environment.js';

/** Connection flags of a command line, named as those of the `temporal` CLI. What is undefined was not given. */
export interface ConnectionOverrides {
  readonly address?: string | undefined;
  readonly namespace?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly tls?: boolean | undefined;
  readonly tlsCertPath?: string | undefined;
  readonly tlsCertData?: string | undefined;
  readonly tlsKeyPath?: string | undefined;
  readonly tlsKeyData?: string | undefined;
  readonly tlsCaPath?: string | undefined;
  readonly tlsCaData?: string | undefined;
  readonly tlsServerName?: string | undefined;
  /** `KEY=VALUE`. */
  readonly grpcMeta?: readonly string[] | undefined;
  readonly profile?: string | undefined;
  readonly configFile?: string | undefined;
}

type TextFlag = Exclude<keyof ConnectionOverrides, 'tls' | 'grpcMeta'>;

interface Variable {
  readonly flag: string;
  readonly variable: string;
  /** Another way to give the same thing, which this flag replaces. */
  readonly replaces?: string;
}

const textFlags: Readonly<Record<TextFlag, Variable>> = {
  address: { flag: '--address', variable: 'TEMPORAL_ADDRESS' },
  namespace: { flag: '--namespace', variable: 'TEMPORAL_NAMESPACE' },
  apiKey: { flag: '--api-key', variable: 'TEMPORAL_API_KEY' },
  tlsCertPath: tlsFile('cert', 'CLIENT_CERT', 'PATH'),
  tlsCertData: tlsFile('cert', 'CLIENT_CERT', 'DATA'),
  tlsKeyPath: tlsFile('key', 'CLIENT_KEY', 'PATH'),
  tlsKeyData: tlsFile('key', 'CLIENT_KEY', 'DATA'),
  tlsCaPath: tlsFile('ca', 'SERVER_CA_CERT', 'PATH'),
  tlsCaData: tlsFile('ca', 'SERVER_CA_CERT', 'DATA'),
  tlsServerName: { flag: '--tls-server-name', variable: 'TEMPORAL_TLS_SERVER_NAME' },
  profile: { flag: '--profile', variable: 'TEMPORAL_PROFILE' },
  configFile: { flag: '--config-file', variable: 'TEMPORAL_CONFIG_FILE' },
};

function tlsFile(flag: string, name: string, form: 'PATH' | 'DATA'): Variable {
  const other = form === 'PATH' ? 'DATA' : 'PATH';
  return {
    flag: `--tls-${flag}-${form.toLowerCase()}`,
    variable: `TEMPORAL_TLS_${name}_${form}`,
    replaces: `TEMPORAL_TLS_${name}_${other}`,
  };
}

/** Variables as envconfig reads them, with the flags laid over them; and which flag stands behind which variable. */
export interface LaidOver {
  readonly variables: Record<string, string>;
  readonly flagOf: ReadonlyMap<string, string>;
}

/** An empty variable counts as unset, except for headers, where it removes one of the profile. */
function setVariables(env: Environment): [string, string][] {
  return Object.entries(env).filter(
    (entry): entry is [string, string] => Boolean(entry[1]) || entry[0].startsWith('TEMPORAL_GRPC_META_'),
  );
}

function headerVariable(pair: string): [string, string] {
  const [name = '', ...value] = pair.split('=');
  return [`TEMPORAL_GRPC_META_${name.trim().toUpperCase().replaceAll('-', '_')}`, value.join('=')];
}

/** Lays flags over environment variables, so that what is left to decide is variables over the file. */
export function layFlagsOver(overrides: ConnectionOverrides, env: Environment): LaidOver {
  const variables = Object.fromEntries(setVariables(env));
  const flagOf = new Map<string, string>();
  for (const [key, { flag, variable, replaces }] of Object.entries(textFlags)) {
    const value = overrides[key as TextFlag];
    if (value === undefined) continue;
    variables[variable] = value;
    flagOf.set(variable, flag);
    if (replaces !== undefined) delete variables[replaces];
  }
  if (overrides.tls !== undefined) {
    variables['TEMPORAL_TLS'] = String(overrides.tls);
    flagOf.set('TEMPORAL_TLS', '--tls');
  }
  Object.assign(variables, Object.fromEntries((overrides.grpcMeta ?? []).map(headerVariable)));
  return { variables, flagOf };
}
