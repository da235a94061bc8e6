import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  ConfigError,
  loadAxConfig,
  loadConfig,
  loadSessionConfig,
  loadTracesConfig,
  loadWorkerConfig,
  type Environment,
} from '../src/config/load-config.js';
import { defaultSpace } from '../src/config/cli-config.js';
import { readTerminalConfig } from '../src/config/terminal-config.js';
import { proxyTo } from '../src/config/proxy-config.js';
import { readToolPaths } from '../src/config/tool-paths.js';
import { LOOPBACK_CERTIFICATE } from './support/loopback-certificate.js';

const KEY = 'canary-key-5f1c9e77d2';
const withKey = (env: Environment): Environment => ({ ARIZE_API_KEY: KEY, ...env });

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function temporaryFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ax-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'ca.pem'), text);
  return join(folder, 'ca.pem');
}

describe('where the service is', () => {
  test.each<[Environment, string]>([
    [{}, 'https://api.arize.com'],
    [{ ARIZE_BASE_URL: ' https://ax.example/gateway ' }, 'https://ax.example/gateway'],
    [{ ARIZE_BASE_URL: 'http://127.0.0.1:8080' }, 'http://127.0.0.1:8080'],
    [{ ARIZE_BASE_URL: '', ARIZE_REGION: 'eu-west-1a' }, 'https://api.eu-west-1a.arize.com'],
    [{ ARIZE_SINGLE_HOST: 'ax.example' }, 'https://ax.example'],
    [{ ARIZE_SINGLE_HOST: 'ax.example', ARIZE_SINGLE_PORT: '8443' }, 'https://ax.example:8443'],
    [{ ARIZE_BASE_DOMAIN: 'corp.example' }, 'https://api.corp.example'],
    [{ ARIZE_API_HOST: '127.0.0.1:4000', ARIZE_API_SCHEME: 'http' }, 'http://127.0.0.1:4000'],
    [
      { ARIZE_API_HOST: 'localhost', ARIZE_API_PORT: '4000', ARIZE_API_SCHEME: 'HTTP' },
      'http://localhost:4000',
    ],
    [{ ARIZE_API_PORT: '0' }, 'https://api.arize.com'],
  ])('%j is %s', (env, baseUrl) => {
    expect(loadAxConfig(withKey(env)).baseUrl).toBe(baseUrl);
  });

  test.each<[Environment, RegExp]>([
    [
      { ARIZE_BASE_URL: 'https://a.example', ARIZE_REGION: 'us-east-1b' },
      /ARIZE_BASE_URL, ARIZE_REGION conflict/,
    ],
    [{ ARIZE_REGION: 'us-east-1b', ARIZE_SINGLE_PORT: '1' }, /ARIZE_REGION, ARIZE_SINGLE_PORT/],
    [{ ARIZE_SINGLE_HOST: 'a', ARIZE_BASE_DOMAIN: 'b' }, /ARIZE_SINGLE_HOST, ARIZE_BASE_DOMAIN/],
    [{ ARIZE_BASE_URL: 'https://a.example', ARIZE_API_PORT: '1' }, /unset ARIZE_API_PORT/],
    [{ ARIZE_SINGLE_PORT: '443' }, /needs ARIZE_SINGLE_HOST/],
    [{ ARIZE_REGION: 'mars' }, /ARIZE_REGION must be a region/],
    [{ ARIZE_REGION: 'x/../evil' }, /ARIZE_REGION must be a region/],
    [{ ARIZE_API_HOST: 'user@evil.example' }, /ARIZE_API_HOST must be a host name/],
    [{ ARIZE_BASE_DOMAIN: 'a.example/path' }, /ARIZE_BASE_DOMAIN must be a host name/],
    [{ ARIZE_API_PORT: '99999' }, /ARIZE_API_PORT must be a port/],
    [{ ARIZE_API_HOST: 'a:1', ARIZE_API_PORT: '2' }, /the host already has a port/],
    [{ ARIZE_API_SCHEME: 'ftp' }, /ARIZE_API_SCHEME must be http or https/],
    [{ ARIZE_API_SCHEME: 'http' }, /must use https/],
    [{ ARIZE_BASE_URL: 'http://ax.example' }, /ARIZE_BASE_URL: the base URL must use https/],
  ])('%j is refused', (env, problem) => {
    expect(problemsOf(() => loadAxConfig(withKey(env))).join('\n')).toMatch(problem);
  });
});

describe('TLS', () => {
  test.each(['ARIZE_SSL_CA_CERT', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE'])(
    '%s names the certificates',
    (name) => {
      const config = loadAxConfig(withKey({ [name]: temporaryFile(LOOPBACK_CERTIFICATE) }));
      expect(config.ca).toBe(LOOPBACK_CERTIFICATE);
    },
  );

  test('our own variable goes before the ones of others', () => {
    const own = temporaryFile(LOOPBACK_CERTIFICATE);
    expect(loadAxConfig(withKey({ ARIZE_SSL_CA_CERT: own, SSL_CERT_FILE: '/nowhere' })).ca).toBe(
      LOOPBACK_CERTIFICATE,
    );
  });

  test.each(['/nowhere/ca.pem', import.meta.dirname])('a file that cannot be read is refused: %s', (path) => {
    expect(problemsOf(() => loadAxConfig(withKey({ ARIZE_SSL_CA_CERT: path })))).toHaveLength(1);
  });

  test('a file without certificates is refused', () => {
    const path = temporaryFile('hello');
    expect(problemsOf(() => loadAxConfig(withKey({ ARIZE_SSL_CA_CERT: path })))[0]).toContain(
      'ARIZE_SSL_CA_CERT',
    );
  });

  test('verification cannot be switched off, except where there is none', () => {
    expect(problemsOf(() => loadAxConfig(withKey({ ARIZE_REQUEST_VERIFY: 'false' })))[0]).toContain(
      'ARIZE_SSL_CA_CERT',
    );
    const loopback = { ARIZE_REQUEST_VERIFY: 'false', ARIZE_BASE_URL: 'http://localhost:1' };
    expect(problemsOf(() => loadAxConfig(withKey(loopback)))).toEqual([]);
  });
});

describe('the rest', () => {
  test('what is needed and not there, and what is wrong, comes in one message', () => {
    const env = {
      ARIZE_REGION: 'mars',
      ARIZE_WIRE_CASE: 'mixed',
      LOG_LEVEL: 'loud',
      ARIZE_PROXY_URL: 'socks5://x',
    };
    const problems = problemsOf(() => loadConfig(env));
    expect(problems.map((problem) => problem.split(/[ :]/)[0])).toEqual([
      'ARIZE_API_KEY',
      'ARIZE_REGION',
      'ARIZE_PROXY_URL',
      'ARIZE_WIRE_CASE',
      'LOG_LEVEL',
    ]);
    expect(new ConfigError(problems).message).toMatch(/^Invalid configuration:\n- ARIZE_API_KEY is not set/);
  });

  test.each(['line\nend', 'sp ace', 'ümlaut'])(
    'a key that no header takes is refused and not shown: %j',
    (key) => {
      const [problem] = problemsOf(() => loadAxConfig({ ARIZE_API_KEY: key }));
      expect(problem).toMatch(/^ARIZE_API_KEY: /);
      expect(problem).not.toContain(key);
    },
  );

  test('a proxy with a password is not shown when it is wrong', () => {
    const problems = problemsOf(() => loadAxConfig(withKey({ ARIZE_PROXY_URL: 'ftp://user:secret@proxy' })));
    expect(problems.join()).not.toContain('secret');
    expect(problems).toHaveLength(1);
  });

  test('defaults', () => {
    expect(loadConfig(withKey({}))).toMatchObject({
      ax: { apiKey: KEY, baseUrl: 'https://api.arize.com', wireCase: 'upper', preReleaseWarning: true },
      worker: { taskQueue: 'ax-tasks', logLevel: 'INFO' },
      encryptionKeys: [],
    });
  });

  test('switches', () => {
    const env = {
      ARIZE_WIRE_CASE: 'legacy',
      DISABLE_PRERELEASE_WARNING: 'true',
      ARIZE_PROXY_URL: 'http://p:1',
    };
    expect(loadAxConfig(withKey(env))).toMatchObject({
      wireCase: 'legacy',
      preReleaseWarning: false,
      proxyUrl: 'http://p:1',
    });
    expect(loadWorkerConfig({ AX_TASKS_TASK_QUEUE: 'q', LOG_LEVEL: 'debug' })).toEqual({
      taskQueue: 'q',
      logLevel: 'DEBUG',
      logFormat: null,
      requestsPerSecond: null,
      maxCachedWorkflows: null,
      deployment: null,
      healthAddress: null,
      metrics: null,
      receiversFile: null,
      traces: null,
    });
    expect(loadWorkerConfig({ LOG_FORMAT: 'text' })).toMatchObject({ logFormat: 'TEXT' });
    expect(problemsOf(() => loadWorkerConfig({ LOG_FORMAT: 'xml' }))).toEqual([
      'LOG_FORMAT must be JSON or TEXT',
    ]);
    expect(loadWorkerConfig({ AX_TASKS_DEPLOYMENT: 'ax-tasks', AX_TASKS_BUILD_ID: '1.2.3' })).toMatchObject({
      deployment: { deploymentName: 'ax-tasks', buildId: '1.2.3' },
    });
    const controllers = { TEMPORAL_DEPLOYMENT_NAME: 'ax-tasks/worker', TEMPORAL_WORKER_BUILD_ID: 'abc-1' };
    expect(loadWorkerConfig(controllers)).toMatchObject({
      deployment: { deploymentName: 'ax-tasks/worker', buildId: 'abc-1' },
    });
    const both = { ...controllers, AX_TASKS_DEPLOYMENT: 'ours', AX_TASKS_BUILD_ID: '2' };
    expect(loadWorkerConfig(both)).toMatchObject({ deployment: { deploymentName: 'ours', buildId: '2' } });
    expect(defaultSpace({ ARIZE_SPACE: ' prod ' })).toBe('prod');
    expect(defaultSpace({})).toBeUndefined();
  });

  test('traces go to one collector, and to the service only if it says so', () => {
    const url = 'http://localhost:4318/v1/traces';
    const plain = { url, sample: 1, tellsService: false, serviceName: null };
    expect(loadWorkerConfig({ AX_TASKS_TRACES_OTLP: url })).toMatchObject({ traces: plain });
    expect(loadTracesConfig({ AX_TASKS_TRACES_OTLP: url })).toEqual(plain);
    expect(loadTracesConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: url })).toBeNull();
    const env = {
      AX_TASKS_TRACES_OTLP: url,
      AX_TASKS_TRACES_SAMPLE: '0.25',
      AX_TASKS_TRACES_TO_SERVICE: 'ON',
      OTEL_SERVICE_NAME: 'evaluations',
    };
    expect(loadTracesConfig(env)).toEqual({
      url,
      sample: 0.25,
      tellsService: true,
      serviceName: 'evaluations',
    });
  });

  test.each([
    ['AX_TASKS_TRACES_OTLP', 'localhost:4318'],
    ['AX_TASKS_TRACES_OTLP', 'http://localhost:4318'],
    ['AX_TASKS_TRACES_OTLP', 'http://user:secret@localhost:4318/v1/traces'],
    ['AX_TASKS_TRACES_SAMPLE', '2'],
    ['AX_TASKS_TRACES_SAMPLE', '10%'],
    ['AX_TASKS_TRACES_TO_SERVICE', 'sometimes'],
  ])('%s=%s is refused, and not shown', (name, value) => {
    const problems = problemsOf(() => loadTracesConfig({ [name]: value }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must be `));
    expect(problems[0]).not.toContain('secret');
  });

  test.each([
    ['5', 5],
    [' 0.5 ', 0.5],
  ])('a rate of %j requests a second', (rate, requestsPerSecond) => {
    expect(loadWorkerConfig({ AX_TASKS_REQUESTS_PER_SECOND: rate })).toMatchObject({ requestsPerSecond });
  });

  test.each(['0', '-1', '1e3', 'many', '100000', 'NaN', '0.0000001'])('a rate of %j is refused', (rate) => {
    const problems = problemsOf(() => loadWorkerConfig({ AX_TASKS_REQUESTS_PER_SECOND: rate }));
    expect(problems).toEqual(['AX_TASKS_REQUESTS_PER_SECOND must be a number above 0, like 5 or 0.5']);
  });

  test('as many workflows in the cache as it is set to, from 2 on', () => {
    const cached = (text: string) =>
      loadWorkerConfig({ AX_TASKS_MAX_CACHED_WORKFLOWS: text }).maxCachedWorkflows;
    expect(cached('2')).toBe(2);
    expect(cached('')).toBeNull();
    for (const wrong of ['0', '1', '2.5', '-3', '100001', 'many'])
      expect(problemsOf(() => cached(wrong))).toEqual([
        'AX_TASKS_MAX_CACHED_WORKFLOWS must be a whole number from 2 to 100000',
      ]);
  });

  test.each<[string, Environment]>([
    ['without a build id', { AX_TASKS_DEPLOYMENT: 'ax-tasks' }],
    ['without a name', { AX_TASKS_BUILD_ID: '1' }],
    ['with a dot in its name', { AX_TASKS_DEPLOYMENT: 'ax.tasks', AX_TASKS_BUILD_ID: '1' }],
    ['of the controller without a build id', { TEMPORAL_DEPLOYMENT_NAME: 'ax-tasks/worker' }],
  ])('a deployment %s is refused', (_what, env) => {
    const problems = problemsOf(() => loadWorkerConfig(env));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/AX_TASKS_DEPLOYMENT|TEMPORAL_DEPLOYMENT_NAME/);
  });

  test.each([loadWorkerConfig, loadSessionConfig])('worker and CLI read the task queue alike', (load) => {
    expect(load({ AX_TASKS_TASK_QUEUE: ' q ' }).taskQueue).toBe('q');
    expect(load({ AX_TASKS_TASK_QUEUE: ' ' }).taskQueue).toBe('ax-tasks');
    expect(problemsOf(() => load({ AX_TASKS_TASK_QUEUE: 'two words' }))).toEqual([
      'AX_TASKS_TASK_QUEUE must be at most 200 visible ASCII characters',
    ]);
  });

  test('a fairness key is read and bounded as Temporal bounds it', () => {
    expect(loadSessionConfig({}).fairnessKey).toBeUndefined();
    expect(loadSessionConfig({ AX_TASKS_FAIRNESS_KEY: ' search ' }).fairnessKey).toBe('search');
    expect(problemsOf(() => loadSessionConfig({ AX_TASKS_FAIRNESS_KEY: 'x'.repeat(65) }))).toEqual([
      'AX_TASKS_FAIRNESS_KEY must be 1 to 64 visible ASCII characters',
    ]);
  });

  test('what the CLI reads is checked too', () => {
    const env = {
      AX_TASKS_SEARCH_ATTRIBUTES: 'yes',
      TEMPORAL_UI_ADDRESS: 'localhost:8233',
      AX_TASKS_ARIZE_UI_URL: 'https://app.arize.com',
    };
    expect(problemsOf(() => loadSessionConfig(env))).toEqual([
      'AX_TASKS_SEARCH_ATTRIBUTES must be on or off',
      'TEMPORAL_UI_ADDRESS must be a URL, like http://localhost:8233',
      'AX_TASKS_ARIZE_UI_URL must be the address of your organization in the Arize UI, like https://app.arize.com/organizations/ID: copy it from your browser',
    ]);
  });

  test.each([
    ['https://app.arize.com/organizations/QQ==', 'https://app.arize.com/organizations/QQ=='],
    ['https://app.arize.com/organizations/QQ==/', 'https://app.arize.com/organizations/QQ=='],
    ['https://arize.corp/ui/organizations/QQ/spaces/U3?tab=1#x', 'https://arize.corp/ui/organizations/QQ'],
    [undefined, null],
  ])('the organization of %j is %j', (AX_TASKS_ARIZE_UI_URL, url) => {
    expect(loadSessionConfig({ AX_TASKS_ARIZE_UI_URL }).arizeUiUrl).toBe(url);
  });

  test.each([
    'http://user:pw@app.arize.com/organizations/QQ',
    'https://app.arize.com/organizations/',
    'javascript:/organizations/QQ',
  ])('the organization is not read from %j', (AX_TASKS_ARIZE_UI_URL) => {
    expect(problemsOf(() => loadSessionConfig({ AX_TASKS_ARIZE_UI_URL }))).toHaveLength(1);
  });

  test.each<[Environment, string]>([
    [{}, 'auto'],
    [{ NO_COLOR: '1' }, 'never'],
    [{ NO_COLOR: '' }, 'auto'],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: '0' }, 'never'],
    [{ TERM: 'dumb' }, 'never'],
  ])('colour with %j is %s', (env, color) => {
    expect(readTerminalConfig(env).color).toBe(color);
  });

  test.each<[Environment, boolean]>([
    [{ CI: 'true' }, false],
    [{ CI: 'false' }, true],
    [{ TERM: 'dumb' }, false],
    [{}, true],
  ])('progress that redraws itself with %j: %s', (env, canRedraw) => {
    expect(readTerminalConfig(env).canRedraw).toBe(canRedraw);
  });

  test.each<[Environment, boolean]>([
    [{}, true],
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }, false],
    [{ TERM: 'linux' }, false],
  ])('Unicode with %j: %s', (env, isUnicode) => {
    expect(readTerminalConfig(env).isUnicode).toBe(isUnicode);
  });

  test('a cache folder that is not absolute is not used', () => {
    expect(readToolPaths({ XDG_CACHE_HOME: '/c' }).cacheFolder).toBe('/c/ax-tasks-temporal');
    expect(readToolPaths({ XDG_CACHE_HOME: 'c', HOME: '/h' }).cacheFolder).toBe(
      '/h/.cache/ax-tasks-temporal',
    );
    expect(readToolPaths({ TEMPORAL_CLI_PATH: '/t' }).named['temporal-cli']).toBe('/t');
    expect(readToolPaths({ PATH: '/a:b:/c' }).searchPath).toEqual(['/a', '/c']);
  });
});

describe('proxies', () => {
  const proxied = { HTTPS_PROXY: 'proxy.example:3128' };

  test.each([
    ['a host of no list', 'api.arize.com', {}, true],
    ['this machine', 'localhost', {}, false],
    ['this machine, by address', '127.0.0.1', {}, false],
    ['a host of NO_PROXY', 'api.arize.com', { NO_PROXY: 'other, api.arize.com' }, false],
    ['what is below a name of no_proxy', 'api.arize.com', { no_proxy: '.arize.com' }, false],
    ['a name that only ends alike', 'api.notarize.com', { no_proxy: 'arize.com' }, true],
    ['another port of a listed host', 'api.arize.com', { no_proxy: 'arize.com:8443' }, true],
    ['an address of a listed network', '10.1.2.3', { no_proxy: '10.0.0.0/8' }, false],
    ['an address beside a listed network', '11.1.2.3', { no_proxy: '10.0.0.0/8' }, true],
    ['everything', 'api.arize.com', { no_proxy: '*' }, false],
  ])('%s: %s', (_what, host, env, isProxied) => {
    expect(proxyTo(host, 443, { ...proxied, ...env }) !== null).toBe(isProxied);
  });

  test('the service is reached through the variables of everyone, after our own, and never on this machine', () => {
    const http = { HTTP_PROXY: 'http://other:1' };
    expect(loadAxConfig(withKey(http))).not.toHaveProperty('proxyUrl');
    expect(loadAxConfig(withKey({ ...http, ...proxied }))).toMatchObject({
      proxyUrl: 'http://proxy.example:3128',
      proxyVariable: 'HTTPS_PROXY',
    });
    const own = { ...proxied, ARIZE_PROXY_URL: 'http://own:1' };
    expect(loadAxConfig(withKey(own))).toMatchObject({ proxyVariable: 'ARIZE_PROXY_URL' });
    const here = { ...own, ARIZE_BASE_URL: 'http://127.0.0.1:4010' };
    expect(loadAxConfig(withKey(here))).not.toHaveProperty('proxyUrl');
    expect(problemsOf(() => loadAxConfig(withKey({ ALL_PROXY: 'socks5://user:secret@x' })))).toEqual([
      'ALL_PROXY: the proxy must be a full http or https URL, like http://proxy.example:3128',
    ]);
  });
});

describe('where a worker listens', () => {
  test.each([
    ['127.0.0.1:8080', { host: '127.0.0.1', port: 8080 }],
    ['8080', { host: '127.0.0.1', port: 8080 }],
    ['localhost:8080', { host: '127.0.0.1', port: 8080 }],
    ['0.0.0.0:65535', { host: '0.0.0.0', port: 65_535 }],
    ['[::1]:8080', { host: '::1', port: 8080 }],
  ])('%s is %j', (text, address) => {
    expect(loadWorkerConfig({ AX_TASKS_HEALTH_ADDRESS: text }).healthAddress).toEqual(address);
  });

  test.each([
    ...[':8080', '::1:8080', '::', 'example.com:8080', 'http://127.0.0.1:8080', '127.0.0.1', '127.0.0.1:'],
    ...['127.0.0.1:0', '0', '65536', '127.0.0.1:65536', '127.0.0.1:8080/', '[127.0.0.1]:8080', '-1', '8e3'],
  ])('%s is refused, and the message says what to write', (text) => {
    const [problem] = problemsOf(() => loadWorkerConfig({ AX_TASKS_HEALTH_ADDRESS: text }));
    expect(problem).toMatch(/^AX_TASKS_HEALTH_ADDRESS must be an IP address and a port, like 127\.0\.0\.1:/);
  });

  test('without a variable it listens nowhere', () => {
    expect(loadWorkerConfig({}).healthAddress).toBeNull();
  });
});

describe('how metrics leave a worker', () => {
  const metricsOf = (env: Environment) => loadWorkerConfig(env).metrics;

  test('Prometheus fetches them, or they are pushed to a collector by gRPC or HTTP', () => {
    expect(metricsOf({ AX_TASKS_METRICS_ADDRESS: '9464' })).toEqual({
      prometheus: { host: '127.0.0.1', port: 9464 },
    });
    expect(metricsOf({ AX_TASKS_METRICS_OTLP: 'http://localhost:4317' })).toEqual({
      otlp: { url: 'http://localhost:4317', isHttp: false },
    });
    expect(metricsOf({ AX_TASKS_METRICS_OTLP: 'https://otel.example/v1/metrics' })).toEqual({
      otlp: { url: 'https://otel.example/v1/metrics', isHttp: true },
    });
  });

  test.each([
    [{ AX_TASKS_METRICS_ADDRESS: ':9464' }, /^AX_TASKS_METRICS_ADDRESS must be an IP address and a port/],
    [{ AX_TASKS_METRICS_OTLP: 'localhost:4317' }, /^AX_TASKS_METRICS_OTLP must be the URL/],
    [
      { AX_TASKS_METRICS_OTLP: 'http://user:secret@localhost:4317' },
      /^AX_TASKS_METRICS_OTLP must be the URL/,
    ],
    [{ AX_TASKS_METRICS_ADDRESS: '9464', AX_TASKS_METRICS_OTLP: 'http://localhost:4317' }, /are both set/],
  ])('%j is refused', (env, problem) => {
    const problems = problemsOf(() => metricsOf(env));
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems[0]).not.toContain('secret');
  });
});
