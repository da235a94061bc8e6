import type { DoctorCheck } from '../../../terminal/views/doctor-lines.js';
import { versions } from '../../base/versions.js';

const MINIMUM = [20, 20] as const;

/** Our own versions, and whether Node is new enough. */
export function checkVersions(): DoctorCheck {
  const found = Object.entries(versions())
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
  return {
    name: 'versions',
    state: isNewEnough ? 'ok' : 'fail',
    found,
    advice: isNewEnough ? null : `Install Node ${MINIMUM.join('.')} or newer.`,
  };
}
