import type { DraftRefusal, DraftState } from '../../../calendar/drafts.ts';
import type { ChangeFault } from '../../../calendar/judge.ts';
import type { PublishRefusal } from '../../../closing/publish.ts';
import { FAULT_WORDS } from '../../parts/change-words.ts';

export const DRAFT_STATE: Record<DraftState, string> = {
  open: '下書き',
  publishing: '公開しています',
  published: '公開しました',
  dropped: '取りやめ',
};

const REFUSALS: Record<DraftRefusal | PublishRefusal, string> = {
  unknown: 'その下書きは、ありません。',
  not_open: 'この下書きは、公開または取りやめ済みです。新しい下書きで変更してください。',
  changed_meanwhile:
    'この下書きは、ほかの職員か、ほかの画面で先に変更されました。現在の内容を確かめてから、もう一度操作してください。',
  publishing: 'ほかの下書きを公開しているところです。終わってから、もう一度押してください。',
  moved: '確かめていただいたあとに、予約か枠が動きました。下の内容をもう一度確かめて、公開してください。',
  faults: '現在の規則に合わない変更があります。取りやめるか、設定し直してください。',
};

const SAID: Record<string, string> = {
  ...FAULT_WORDS,
  ...REFUSALS,
  not_own: '担当していない場所の予定は、変更できません。担当する場所だけを選んでください。',
  unsure: '取りやめるときは、印を付けてから「取りやめる」を押してください。',
};

export const DONE_WORDS: Record<string, string> = {
  added: '変更を、下書きに追加しました。',
  removed: '変更を取りやめました。',
  set: '下書きの名称と公開の時期を変更しました。',
  dropped: '下書きを取りやめました。',
  begun: '下書きを作成しました。変更する内容を追加してください。',
  undo: '取り消すための下書きを作成しました。過ぎた日の変更は、入っていません。確かめてから公開してください。',
};

/** The sentence for a refusal that stands in an address; unknown ones say nothing. */
export const draftSaid = (reason: string): string | undefined => (Object.hasOwn(SAID, reason) ? SAID[reason] : undefined);

export const refusalWords = (reason: DraftRefusal | PublishRefusal | ChangeFault | 'not_own'): string => SAID[reason] ?? '';
