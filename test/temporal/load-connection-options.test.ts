import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  ConnectionConfigError,
  loadConnectionOptions,
  workerConnectionOptions,
} from '../../src/temporal/connect.js';

const toml = `
[profile.default]
address = "file.example:7233"
namespace = "from-file"

[profile.cloud]
address = "cloud.example:7233"
namespace = "prod"
api_key = "file-key"
grpc_meta = { team = "evals" }

[profile.cloud.tls]
server_name = "cloud.internal"
`;

async function writeToml(text = toml): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'profiles-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'temporal.toml');
  await writeFile(path, text);
  return path;
}

test.each([
  ['an empty file', ''],
  ['a file without profiles', '# nothing here yet'],
])('%s leaves the defaults and the environment', async (_what, text) => {
  const configFile = await writeToml(text);
  const settings = loadConnectionOptions({ configFile }, { TEMPORAL_NAMESPACE: 'from-env' });
  expect(settings).toMatchObject({ address: 'localhost:7233', namespace: 'from-env' });
});

/** No HOME: no file of whoever runs the tests is found. */
const bare = {};

test('without any setting it is the local server, without TLS', () => {
  expect(loadConnectionOptions({}, bare)).toEqual({
    address: 'localhost:7233',
    namespace: 'default',
    tls: false,
    apiKey: null,
    proxy: null,
    metadata: {},
    origins: { address: 'default', namespace: 'default', tls: 'default', apiKey: 'default' },
  });
});

describe('flags are stronger than variables, and variables than the profile', () => {
  test('each value says where it came from', async () => {
    const env = { TEMPORAL_CONFIG_FILE: await writeToml(), TEMPORAL_ADDRESS: 'env.example:7000' };
    const fromBoth = loadConnectionOptions({}, env);
    expect(fromBoth).toMatchObject({ address: 'env.example:7000', namespace: 'from-file' });
    expect(fromBoth.origins).toMatchObject({ address: 'TEMPORAL_ADDRESS', namespace: 'profile default' });
    const withFlag = loadConnectionOptions({ address: 'flag.example:1' }, env);
    expect(withFlag.address).toBe('flag.example:1');
    expect(withFlag.origins.address).toBe('--address');
  });

  test('a profile brings its API key, headers and TLS name', async () => {
    const settings = loadConnectionOptions({ profile: 'cloud', configFile: await writeToml() }, bare);
    expect(settings).toMatchObject({
      address: 'cloud.example:7233',
      namespace: 'prod',
      apiKey: 'file-key',
      metadata: { team: 'evals' },
      tls: { serverNameOverride: 'cloud.internal' },
      origins: { tls: 'profile cloud', apiKey: 'profile cloud' },
    });
  });

  test('TEMPORAL_PROFILE chooses the profile, a flag another', async () => {
    const env = { TEMPORAL_CONFIG_FILE: await writeToml(), TEMPORAL_PROFILE: 'cloud' };
    expect(loadConnectionOptions({}, env).namespace).toBe('prod');
    expect(loadConnectionOptions({ profile: 'default' }, env).namespace).toBe('from-file');
  });

  test('the profile file is found in the configuration folder of the user', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'home-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const place = process.platform === 'darwin' ? 'Library/Application Support' : '.config';
    await mkdir(join(folder, place, 'temporalio'), { recursive: true });
    await writeFile(join(folder, place, 'temporalio', 'temporal.toml'), toml);
    expect(loadConnectionOptions({}, { HOME: folder }).address).toBe('file.example:7233');
  });

  test('an empty variable is an unset one', async () => {
    const env = { TEMPORAL_CONFIG_FILE: await writeToml(), TEMPORAL_ADDRESS: '', TEMPORAL_API_KEY: '' };
    expect(loadConnectionOptions({}, env)).toMatchObject({ address: 'file.example:7233', apiKey: null });
  });

  test('a header flag is laid over the profile, an empty header variable takes one away', async () => {
    const configFile = await writeToml();
    const flag = loadConnectionOptions({ profile: 'cloud', configFile, grpcMeta: ['x-team=red=1'] }, bare);
    expect(flag.metadata).toEqual({ team: 'evals', 'x-team': 'red=1' });
    const env = { TEMPORAL_GRPC_META_TEAM: '' };
    expect(loadConnectionOptions({ profile: 'cloud', configFile }, env).metadata).toEqual({});
  });
});

describe('TLS', () => {
  test.each([
    ['an API key turns it on', {}, { TEMPORAL_API_KEY: 'k' }, true],
    ['a flag turns it off again', { tls: false }, { TEMPORAL_API_KEY: 'k' }, false],
    ['TEMPORAL_TLS=false turns it off', {}, { TEMPORAL_TLS: 'false' }, false],
  ])('%s', (_, overrides, env, expected) => {
    expect(loadConnectionOptions(overrides, env).tls).toBe(expected);
  });

  test('certificates are read from files, and given data replaces the file of a variable', async () => {
    const certificate = await writeToml('certificate');
    const env = { TEMPORAL_TLS_CLIENT_CERT_PATH: certificate, TEMPORAL_TLS_CLIENT_KEY_PATH: '/nowhere' };
    const { tls } = loadConnectionOptions({ tlsKeyData: 'key' }, env);
    const pair = (tls as { clientCertPair: { crt: Uint8Array; key: Uint8Array } }).clientCertPair;
    expect([pair.crt, pair.key].map((part) => Buffer.from(part).toString())).toEqual(['certificate', 'key']);
  });
});

describe('settings that cannot be used are an error that names them', () => {
  test.each([
    ['a profile that is not there', { profile: 'staging' }, "Profile 'staging' not found"],
    ['a file that is not there', { configFile: '/nowhere/t.toml' }, '--config-file is /nowhere/t.toml'],
    ['a certificate that is not there', { tlsCaPath: '/nowhere/ca.pem' }, '/nowhere/ca.pem'],
    ['an address with a scheme', { address: 'https://host:7233' }, '"https://host:7233" (from --address)'],
    ['an address without a host', { address: ':7233' }, 'expected host:port'],
  ])('%s', (_, overrides, message) => {
    const load = () => loadConnectionOptions(overrides, bare);
    expect(load).toThrow(ConnectionConfigError);
    expect(load).toThrow(message);
  });

  test('a broken file is named by its line, and the line is not repeated: it may hold a key', async () => {
    const configFile = await writeToml('[profile.default]\napi_key = canary-key\n');
    const load = () => loadConnectionOptions({ configFile }, bare);
    expect(load).toThrow(/Invalid TOML document: .* in line 2\.$/);
    expect(load).not.toThrow(/canary/);
  });
});

test.each([
  ['a port is added when there is none', 'temporal.example', 'temporal.example:7233'],
  ['an IPv6 address keeps its brackets', '[::1]', '[::1]:7233'],
])('%s', (_, address, expected) => {
  expect(loadConnectionOptions({ address }, bare).address).toBe(expected);
});

test('the options for the SDK hold no key when there is none', () => {
  expect(workerConnectionOptions(loadConnectionOptions({}, bare))).toEqual({
    address: 'localhost:7233',
    tls: false,
    metadata: {},
  });
});
