import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const docs = fileURLToPath(new URL('..', import.meta.url));
const root = resolve(docs, '..');
const REPOSITORY = 'https://github.com/ax-tasks-temporal/ax-tasks-temporal';

const page = (text, link) => ({ text, link: `/${link}` });
const group = (text, items) => ({ text, items: items.map(([title, link]) => page(title, link)) });

const sidebar = [
  group('How do I start?', [
    ['How do I …?', 'how-to'],
    ['Commands and exit codes', 'commands'],
    ['Configuration', 'configuration'],
    ['Glossary', 'glossary'],
  ]),
  group('How do I run it?', [
    ['Pipeline files', 'pipelines'],
    ['Running pipelines', 'running-pipelines'],
    ['Gates', 'gates'],
    ['Tasks as files', 'tasks'],
    ['Schedules', 'schedules'],
    ['Backfills', 'backfills'],
    ['Coverage', 'coverage'],
    ['Quality', 'quality'],
    ['Reports', 'reports'],
    ['Notifications', 'notifications'],
  ]),
  group('How do I operate it?', [
    ['Outcomes and failures', 'failures'],
    ['Operations', 'operations'],
    ['Scale', 'scale'],
    ['Observability', 'observability'],
    ["Arize's webhooks", 'webhooks'],
    ['Deploying a worker', 'deploy'],
    ['Upgrades', 'upgrades'],
    ['Security', 'security'],
    ['Embedded servers', 'embedded-servers'],
  ]),
  group('What does an alert mean?', [
    ['Worker down', 'runbooks/worker-down'],
    ['Key refused', 'runbooks/key-refused'],
    ['Service failing', 'runbooks/service-failing'],
    ['Rate limited', 'runbooks/rate-limited'],
    ['Trigger unresolved', 'runbooks/trigger-unresolved'],
    ['Runs failing', 'runbooks/runs-failing'],
    ['Run stalled', 'runbooks/run-stalled'],
    ['Firing failed', 'runbooks/firing-failed'],
    ['Data falls behind', 'runbooks/data-falls-behind'],
    ['Orphans left', 'runbooks/orphans-left'],
    ['Workers busy', 'runbooks/workers-busy'],
    ['Workflows stand still', 'runbooks/workflows-stand-still'],
    ['Notification undelivered', 'runbooks/notification-undelivered'],
    ['Receiver failing', 'runbooks/receiver-failing'],
  ]),
  group('How do I build on it?', [
    ['Your own worker', 'own-worker'],
    ['Simulator', 'simulator'],
  ]),
  group('What is promised?', [
    ['Guarantees', 'guarantees'],
    ['Faults, measured', 'faults'],
    ['Backfills, measured', 'backfills-measured'],
    ['Scale, measured', 'scale-measured'],
    ['Scale, measured on a cluster', 'scale-measured-cluster'],
    ['A cluster whose hosts are killed', 'scale-cluster'],
  ]),
  group('How is it built?', [
    ['Overview', 'design/overview'],
    ['Triggering once', 'design/trigger-once'],
    ['Waiting', 'design/wait'],
    ['Runs', 'design/run'],
    ['Tasks', 'design/task'],
    ['Pipelines', 'design/pipeline'],
    ['Fan-out', 'design/fan-out'],
    ['Gates', 'design/gate'],
    ['Schedules', 'design/schedule'],
    ['Backfills', 'design/backfill'],
    ['Coverage', 'design/coverage'],
    ['Quality', 'design/quality'],
    ['Sweeps', 'design/sweep'],
    ['Notifications', 'design/notification'],
    ['Results', 'design/results'],
    ['Temporal', 'design/temporal'],
    ['Libraries', 'design/libraries'],
    ['API contract of Arize AX', 'api-contract'],
  ]),
];

/** Pages link to files beside docs/ as GitHub and the package need it; on the site these links lead to GitHub. */
function linksOutOfDocs(md) {
  const render = md.renderer.rules.link_open;
  md.renderer.rules.link_open = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const [path = '', anchor] = (token.attrGet('href') ?? '').split('#');
    const target = relative(root, resolve(env.path, '..', path));
    const leavesDocs = path.startsWith('..') && !target.startsWith('docs/');
    if (leavesDocs && existsSync(resolve(root, target)))
      token.attrSet('href', `${REPOSITORY}/blob/main/${target}${anchor === undefined ? '' : `#${anchor}`}`);
    return render(tokens, index, options, env, self);
  };
}

/** `${{ … }}` in inline code is an expression of pipeline files, not of Vue. */
function literalCode(md) {
  const render = md.renderer.rules.code_inline;
  md.renderer.rules.code_inline = (tokens, index, ...others) => {
    tokens[index].attrSet('v-pre', '');
    return render(tokens, index, ...others);
  };
}

export default defineConfig({
  title: 'ax-tasks-temporal',
  description: 'Durable Arize AX task runs on Temporal',
  cleanUrls: true,
  cacheDir: resolve(root, 'node_modules/.cache/vitepress'),
  markdown: {
    html: false,
    config: (md) => {
      linksOutOfDocs(md);
      literalCode(md);
    },
  },
  themeConfig: {
    sidebar,
    nav: [{ text: 'API reference', link: '/reference/index.html', target: '_self' }],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    outline: 'deep',
  },
});
