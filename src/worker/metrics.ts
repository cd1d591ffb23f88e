import { counter, gauge, histogram } from '../lib/http/metrics.ts';

/** What the worker counts: kinds and outcomes, never who. */
export const measures = () => ({
  mails: counter('madoguchi_mails', 'Tries to send a mail by kind and how they ended', ['kind', 'result']),
  mailLag: histogram(
    'madoguchi_mail_lag_seconds',
    'From the moment a mail was due to the server’s having taken it',
    [0.25, 0.5, 1, 2, 5, 15, 60, 300, 1_800, 7_200, 86_400],
  ),
  leftBehind: counter('madoguchi_mails_left_behind', 'Mails taken over from a worker that died while sending'),
  mailsWaiting: gauge('madoguchi_mails_waiting', 'Mails waiting or being sent'),
  mailsDead: gauge('madoguchi_mails_dead', 'Mails given up'),
  overdue: gauge(
    'madoguchi_mails_overdue_seconds',
    'For how long a mail was not tried, or tried in vain while none was taken, at worst',
  ),
  sealed: counter('madoguchi_log_sealed_rows', 'Rows of the log sealed'),
  unsealed: gauge('madoguchi_log_unsealed_seconds', 'How long the oldest row of the log waits for its seal'),
  logFilesAge: gauge(
    'madoguchi_log_files_kept_seconds',
    'How long ago the log files of this machine were last sealed, compressed and copied whole',
  ),
  backupAge: gauge('madoguchi_backup_age_seconds', 'How long ago the last good backup began'),
  loss: gauge('madoguchi_backup_loss_seconds', 'What would be lost with every disk of the database: back to this long ago'),
  jobs: counter('madoguchi_jobs', 'Jobs by the clock and how they ended', ['job', 'result']),
  standbys: gauge('madoguchi_standbys', 'Standbys that follow PostgreSQL'),
  standbyBehind: gauge('madoguchi_standby_behind_bytes', 'What a standby that follows has not stored yet, at worst'),
  standbyHeld: gauge('madoguchi_standby_held_bytes', 'What PostgreSQL keeps on its disk for a standby that does not follow'),
  clocks: gauge(
    'madoguchi_clock_ahead_seconds',
    'By how much the clock of a machine is surely ahead of the database’s (behind: less than 0)',
    ['machine'],
  ),
  alarms: gauge('madoguchi_alarm', 'Whether an alarm stands', ['kind']),
});

export type Measures = ReturnType<typeof measures>;
