/** The default address of a dev server's UI. */
const DEV_SERVER = /^(?:localhost|127\.0\.0\.1|\[::1\]):7233$/;
const DEV_SERVER_UI = 'http://localhost:8233';
const CLOUD = /\.(?:tmprl\.cloud|api\.temporal\.io)(?::\d+)?$/;
const CLOUD_UI = 'https://cloud.temporal.io';

/** The address of a workflow in the Temporal UI. `base` is the UI's address if the user gave one. */
export function uiUrl(place: {
  address: string;
  namespace: string;
  base: string | undefined;
  workflowId: string;
}): string | null {
  const base = place.base || knownBase(place.address);
  if (base === null) return null;
  const namespace = encodeURIComponent(place.namespace);
  return `${base.replace(/\/+$/, '')}/namespaces/${namespace}/workflows/${encodeURIComponent(place.workflowId)}`;
}

function knownBase(address: string): string | null {
  if (DEV_SERVER.test(address)) return DEV_SERVER_UI;
  return CLOUD.test(address) ? CLOUD_UI : null;
}

/** What has a page of its own in the Arize UI, by the name of its folder there. */
export type ArizePage = 'projects' | 'datasets' | 'evaluators';

/**
 * The address of something in the Arize UI (docs/api-contract.md 1.10). `base` is the organization there, which the API
 * does not name; null if it or the space is unknown.
 */
export function arizeUrl(
  base: string | null,
  page: ArizePage,
  item: { id: string; spaceId: string | null } | null,
): string | null {
  if (base === null || item === null || item.spaceId === null) return null;
  return `${base}/spaces/${idInPath(item.spaceId)}/${page}/${idInPath(item.id)}`;
}

// The UI itself leaves the padding of an ID as it is.
const idInPath = (id: string): string => encodeURIComponent(id).replaceAll('%3D', '=');
