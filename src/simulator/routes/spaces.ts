import { nameFilter, queryId } from '../checks/query.js';
import type { Route, RouteRequest } from '../http/router.js';
import { inSpace, listAnswer } from './list.js';
import { presentOrganization, presentProject, presentSpace, presentUser } from './present.js';

/** Organisations, spaces and users. */
export const spaceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/spaces',
    answer: (request) => {
      const { store } = request.world;
      const organizationId = queryId(request.query, 'org_id');
      if (organizationId !== null) store.organizations.get(organizationId);
      const named = nameFilter(request.query, 'name');
      const spaces = store.spaces
        .all()
        .filter((space) => named(space.name))
        .filter((space) => organizationId === null || space.organization_id === organizationId);
      return listAnswer(request, spaces, { key: 'spaces', present: presentSpace });
    },
  },
  {
    method: 'GET',
    path: '/v2/spaces/:space_id',
    answer: ({ world, params }) => {
      return { status: 200, body: presentSpace(world.store.spaces.get(params['space_id'] ?? '')) };
    },
  },
  {
    method: 'GET',
    path: '/v2/organizations',
    answer: (request) => {
      const named = nameFilter(request.query, 'name');
      const all = request.world.store.organizations.all().filter(({ name }) => named(name));
      return listAnswer(request, all, { key: 'organizations', present: presentOrganization });
    },
  },
  {
    method: 'GET',
    path: '/v2/users',
    answer: (request) => listAnswer(request, usersNamed(request), { key: 'users', present: presentUser }),
  },
  {
    method: 'GET',
    path: '/v2/users/:user_id',
    answer: ({ world, params }) => {
      return { status: 200, body: presentUser(world.store.users.get(params['user_id'] ?? '')) };
    },
  },
];

function usersNamed({ world, query }: RouteRequest): ReturnType<typeof world.store.users.all> {
  const named = nameFilter(query, 'name');
  const withEmail = nameFilter(query, 'email');
  return world.store.users.all().filter(({ name, email }) => named(name) && withEmail(email));
}

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
