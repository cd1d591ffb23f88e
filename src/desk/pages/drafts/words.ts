import type { DraftRefusal, DraftState } from '../../../calendar/drafts.ts';
import type { ChangeFault } from '../../../calendar/judge.ts';
import type { PublishRefusal } from '../../../closing/publish.ts';
import { FAULT_WORDS } from '../../parts/change-words.ts';

export const DRAFT_STATE: Record<DraftState, string> = {
  open: '下書き',
  publishing: '公開しています',
  published: '公開しました',
  dropped: 'やめました',
};

const REFUSALS: Record<DraftRefusal | PublishRefusal, string> = {
  unknown: 'その下書きは、ありません。',
  not_open: 'この下書きは、もう公開されたか、やめています。新しい下書きで変えてください。',
  changed_meanwhile: 'ほかの職員が、この下書きを先に変えました。いまの内容を確かめてから、もう一度操作してください。',
  publishing: 'ほかの下書きを公開しているところです。終わってから、もう一度押してください。',
  moved: '確かめていただいたあとに、予約か枠が動きました。下の内容をもう一度確かめて、公開してください。',
  faults: 'いまの規則に合わない変更が入っています。外すか、入れ直してください。',
};

const SAID: Record<string, string> = {
  ...FAULT_WORDS,
  ...REFUSALS,
  unsure: 'やめるときは、印を付けてから「やめる」を押してください。',
};

export const DONE_WORDS: Record<string, string> = {
  added: '変更を、下書きに入れました。',
  removed: '変更を、下書きから外しました。',
  set: '下書きの名前と公開の時期を変えました。',
  dropped: '下書きをやめました。',
  begun: '下書きを作りました。変えることを入れてください。',
  undo: '取り消すための下書きを作りました。確かめてから公開してください。',
};

/** The sentence for a refusal that stands in an address; unknown ones say nothing. */
export const draftSaid = (reason: string): string | undefined => (Object.hasOwn(SAID, reason) ? SAID[reason] : undefined);

export const refusalWords = (reason: DraftRefusal | PublishRefusal | ChangeFault): string => SAID[reason] ?? '';
