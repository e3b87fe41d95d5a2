import type { WsrepStatus } from '../../cluster/vocabulary/model';
import type { L10n } from './l10n';
import { escapeMarkdown } from './markdown';
import { factRow, type Row } from './row';

interface Value {
  /** The wsrep status variable, which is also what people search for. */
  readonly variable: string;
  readonly label: string;
  readonly text: string;
  readonly meaning: string;
  /** The whole value where `text` is cut short. */
  readonly whole?: string;
}

const shortUuid = (uuid: string): string => uuid.split('-')[0] ?? uuid;

/** "11.8.6-MariaDB" of "11.8.6-MariaDB-ubu2404-log". */
const shortVersion = (version: string): string => version.split('-').slice(0, 2).join('-');

function pausedSeconds(nanoseconds: number): string {
  return (nanoseconds / 1e9).toFixed(1);
}

function values(status: WsrepStatus, l10n: L10n): Value[] {
  return [
    {
      variable: 'wsrep_cluster_status',
      label: l10n.t('Cluster status'),
      text: status.clusterStatus,
      meaning: l10n.t('Primary where the node is part of the majority.'),
    },
    {
      variable: 'wsrep_cluster_size',
      label: l10n.t('Cluster size'),
      text: String(status.clusterSize),
      meaning: l10n.t('How many nodes this one sees, itself included.'),
    },
    {
      variable: 'wsrep_last_committed',
      label: l10n.t('Last committed'),
      text: String(status.lastCommitted),
      meaning: l10n.t('Number of the last transaction committed here.'),
    },
    {
      variable: 'wsrep_cluster_state_uuid',
      label: l10n.t('State UUID'),
      text: shortUuid(status.clusterStateUuid),
      meaning: l10n.t('Names the history of the data; the same on every node.'),
      whole: status.clusterStateUuid,
    },
    {
      variable: 'wsrep_local_recv_queue',
      label: l10n.t('Receive queue'),
      text: String(status.localRecvQueue),
      meaning: l10n.t('Transactions received and not yet applied.'),
    },
    {
      variable: 'wsrep_local_send_queue',
      label: l10n.t('Send queue'),
      text: String(status.localSendQueue),
      meaning: l10n.t('Transactions waiting to be sent to the other nodes.'),
    },
    {
      variable: 'wsrep_flow_control_paused_ns, wsrep_flow_control_sent',
      label: l10n.t('Flow control'),
      text: l10n.t('paused {0} s, sent {1}', pausedSeconds(status.flowControlPausedNs), status.flowControlSent),
      meaning: l10n.t('How long writes waited for slow nodes, and how often this node asked for that.'),
    },
    {
      variable: 'wsrep_local_cert_failures, wsrep_local_bf_aborts',
      label: l10n.t('Conflicts'),
      text: String(status.localCertFailures + status.localBfAborts),
      meaning: l10n.t('Local transactions rolled back because another node changed the same rows first.'),
    },
    {
      variable: 'version',
      label: l10n.t('Version'),
      text: shortVersion(status.serverVersion),
      meaning: l10n.t("The server's version."),
      whole: status.serverVersion,
    },
  ];
}

/** The wsrep values of a node that answers, one row each, below the row `parent`. */
export function valueRows(parent: string, status: WsrepStatus, l10n: L10n): Row[] {
  return values(status, l10n).map(({ variable, label, text, meaning, whole }) => {
    const tooltip = [`\`${variable}\``, ...(whole === undefined ? [] : [`\`${whole}\``]), escapeMarkdown(meaning)].join(
      '\n\n',
    );
    return factRow(`${parent}/${variable}`, label, text, tooltip);
  });
}
