import fc from 'fast-check';
import { sqlModes } from './schemaArbitrary';

/** A server's settings, by variable: what a user's cluster may have on either side. */
export type Settings = Readonly<Record<string, string>>;

const variables: Readonly<Record<string, readonly string[]>> = {
  sql_mode: [...sqlModes, 'ORACLE'],
  innodb_strict_mode: ['ON', 'OFF'],
  character_set_server: ['latin1', 'utf8mb3', 'ucs2', 'sjis', 'utf8mb4'],
  explicit_defaults_for_timestamp: ['ON', 'OFF'],
  time_zone: ['+00:00', '+05:45', '-11:00'],
  innodb_default_row_format: ['redundant', 'compact', 'dynamic'],
  max_heap_table_size: ['16384'],
  check_constraint_checks: ['OFF'],
  group_concat_max_len: ['4', '1000'],
  old_mode: ['NO_DUP_KEY_WARNINGS_WITH_IGNORE', 'ZERO_DATE_TIME_CAST', 'UTF8_IS_UTF8MB3,NO_PROGRESS_INFO'],
  sql_quote_show_create: ['OFF'],
  max_allowed_packet: ['1048576'],
  net_buffer_length: ['1024', '1048576'],
  default_week_format: ['7'],
  div_precision_increment: ['30'],
  innodb_file_per_table: ['OFF'],
  tx_isolation: ['SERIALIZABLE', 'READ-UNCOMMITTED'],
  local_infile: ['OFF'],
  general_log: ['ON'],
  sql_safe_updates: ['ON'],
  event_scheduler: ['ON'],
  lc_time_names: ['de_DE'],
  default_storage_engine: ['MyISAM', 'Aria'],
  unique_checks: ['OFF'],
  system_versioning_alter_history: ['KEEP'],
  optimizer_use_condition_selectivity: ['1'],
  sql_auto_is_null: ['ON'],
};

/** Names of start options that aren't the variable's. */
const startOptions: Readonly<Record<string, string>> = {
  time_zone: 'default-time-zone',
  tx_isolation: 'transaction-isolation',
};

const some = fc.subarray(Object.keys(variables), { maxLength: 6 });

/** A few settings for one side. */
export const settingsArbitrary: fc.Arbitrary<Settings> = fc
  .tuple(some, fc.infiniteStream(fc.nat(99)))
  .map(([chosen, draws]) =>
    Object.fromEntries(
      chosen.map((variable) => {
        const values = variables[variable] ?? [];
        const draw = draws.next().value as number;
        return [variable, values[draw % values.length] ?? ''];
      }),
    ),
  );

/** As a running server takes them, and how it takes them back. */
export function settingStatements(settings: Settings): { set: string[]; reset: string[] } {
  return {
    set: Object.entries(settings).map(
      ([variable, value]) => `SET GLOBAL ${variable} = ${/^\d+$/.test(value) ? value : `'${value}'`}`,
    ),
    reset: Object.keys(settings).map((variable) => `SET GLOBAL ${variable} = DEFAULT`),
  };
}

/** As a server's start takes them, a line each. */
export function settingOptions(settings: Settings): string[] {
  return Object.entries(settings).map(
    ([variable, value]) => `--loose-${startOptions[variable] ?? variable.replaceAll('_', '-')}=${value}`,
  );
}
