import type {
  ListEvaluatorVersionsRequest,
  ListExperimentRunsRequest,
  ListExperimentsRequest,
  ListIntegrationsRequest,
  ListResourcesRequest,
  NameResourcesRequest,
} from '../../model/api/requests.js';
import type { ActivityDeps } from '../base/deps.js';

/** The look-ups of names and results (docs/api-contract.md 1.4): one page each. */
export const lookUps = ({ ax }: ActivityDeps) => ({
  listSpaces: (request: ListResourcesRequest) => ax.listSpaces(request),
  listProjects: (request: ListResourcesRequest) => ax.listProjects(request),
  listDatasets: (request: ListResourcesRequest) => ax.listDatasets(request),
  listEvaluators: (request: ListResourcesRequest) => ax.listEvaluators(request),
  listEvaluatorVersions: (request: ListEvaluatorVersionsRequest) => ax.listEvaluatorVersions(request),
  listAiIntegrations: (request: ListResourcesRequest) => ax.listAiIntegrations(request),
  listIntegrations: (request: ListIntegrationsRequest) => ax.listIntegrations(request),
  listExperiments: (request: ListExperimentsRequest) => ax.listExperiments(request),
  listExperimentRuns: (request: ListExperimentRunsRequest) => ax.listExperimentRuns(request),
  nameResources: (request: NameResourcesRequest) => ax.nameResources(request),
});
