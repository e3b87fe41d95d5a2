import { it } from 'mocha';

/** A server version that tests run on. */
export interface ServerVersion {
  readonly version: string;
  readonly image: string;
  /** Declares a test that runs on the newest version, and on every other by `npm run test:all` only. */
  readonly itThoroughly: (title: string, test: Mocha.AsyncFunc) => void;
}

export const isAll = process.env['GALERA_TEST_MATRIX'] === 'all';

/** Declares a test that runs by `npm run test:all` only. */
export function itInMatrix(title: string, test: Mocha.AsyncFunc): void {
  if (isAll) {
    it(title, test);
  }
}

function serverVersion(version: string, variable: string, thorough: boolean): ServerVersion {
  const image = process.env[variable] ?? `galera-clusters/mariadb:${version}`;
  const itThoroughly = (title: string, test: Mocha.AsyncFunc): void => {
    if (thorough || isAll) {
      it(title, test);
    }
  };
  return { version, image, itThoroughly };
}

export const newest = serverVersion('11.8', 'GALERA_TEST_IMAGE', true);
export const older = serverVersion('10.11', 'GALERA_TEST_IMAGE_OLD', false);
export const serverVersions: readonly ServerVersion[] = [newest, older];

export const imageWithoutGalera = process.env['GALERA_TEST_IMAGE_NO_GALERA'] ?? 'galera-clusters/no-galera:test';
