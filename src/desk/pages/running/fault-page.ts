import type { FormErrors } from '../../../lib/html/index.ts';
import { readContacts } from '../../../running/contacts.ts';
import { type Fault, type FaultRefusal, readFault, seenOfFault } from '../../../running/faults.ts';
import { papersOf, type SentPaper } from '../../../running/papers.ts';
import { withRow } from '../../parts/row.tsx';
import { field, type SignedAsk } from '../../route.ts';

/** What the pages of a fault have in common: its reports, and its withdrawal. */
export const RIGHT = 'running.write';

export const REFUSED: Record<FaultRefusal, string> = {
  unknown: 'この記録は、障害の記録ではありません。',
  changed_meanwhile:
    'この画面を開いたあとに、ほかの職員が変更したか、報告しました。現在の内容を確かめてください。何も変更していません。',
  incomplete: 'すべての欄を入力して保存してから、提出してください。まだ提出していません。',
  submitted: '障害報告書を提出したため、変更できません。誤りがあったときは、提出した報告書から訂正版を作成してください。',
  withdrawn: '障害の記録を取り下げたため、変更できません。変更するときは、記録の画面で「対応を再開する」を押してください。',
};

export type Loaded = { fault: Fault; papers: SentPaper[]; mails: readonly string[]; seen: string };

export const withFault = withRow(async (ask, id): Promise<Loaded | undefined> => {
  const fault = await readFault(ask.db, id);
  if (fault === undefined) return undefined;
  const [papers, { mails }] = await Promise.all([papersOf(ask.db, id), readContacts(ask.db)]);
  return { fault, papers, mails, seen: seenOfFault(fault, papers) };
});

/** A form whose page was old shows what was typed beside nothing newer: the fingerprint stays the one it came with. */
export const seenFor = (ask: SignedAsk, seen: string, { errors }: { errors?: FormErrors }): string =>
  errors === undefined || field(ask.body, 'seen') === '' ? seen : field(ask.body, 'seen');
