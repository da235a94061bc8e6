import type { Route } from '../http/router.js';
import { inSpace } from './in-space.js';
import { listAnswer } from './list.js';
import { presentProject } from './present.js';

export const projectRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/projects',
    answer: (request) => {
      const projects = inSpace(request.world, request.query, request.world.store.projects.all());
      return listAnswer(request, projects, { key: 'projects', present: presentProject });
    },
  },
  {
    method: 'GET',
    path: '/v2/projects/:project_id',
    answer: ({ world, params }) => {
      return { status: 200, body: presentProject(world.store.projects.get(params['project_id'] ?? '')) };
    },
  },
];
