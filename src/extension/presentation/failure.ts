import type { GaleraError, GaleraErrorCode } from '../../cluster/vocabulary/errors';
import { settingKeys } from '../ids';

/** Where the same again may well succeed once the user did what the advice says. */
const worthRetrying: ReadonlySet<GaleraErrorCode> = new Set([
  'dockerDown',
  'dockerFailed',
  'nameTaken',
  'diskFull',
  'deadline',
  'nodeFailed',
  'imageMissing',
]);

const settingBehind: Partial<Record<GaleraErrorCode, string>> = {
  badImage: settingKeys.image,
  imageMissing: settingKeys.image,
  imageWithoutGalera: settingKeys.image,
  badNodeCount: settingKeys.nodes,
  badSstMethod: settingKeys.sstMethod,
  sstMethodMissing: settingKeys.sstMethod,
  badGcacheSize: settingKeys.gcacheSize,
  dockerDenied: settingKeys.dockerHost,
  dockerElsewhere: settingKeys.dockerHost,
};

/** What a failed operation tells the user and offers next. */
export interface Failure {
  readonly message: string;
  readonly retry: boolean;
  /** Where the guard refused, and only the user can say what is to be given up. */
  readonly recover: boolean;
  /** The setting that was the cause, to open. */
  readonly setting: string | undefined;
}

export function describeFailure(error: GaleraError): Failure {
  return {
    message: error.advice === undefined ? error.message : `${error.message} ${error.advice}`,
    retry: worthRetrying.has(error.code),
    recover: error.code === 'refused',
    setting: settingBehind[error.code],
  };
}
