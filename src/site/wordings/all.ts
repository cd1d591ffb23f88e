import { MAIL_WORDINGS } from './mails.ts';
import type { Wording } from './parts.ts';
import { HEAD_WORDING, QUESTION_WORDINGS, SITE_WORDING } from './site-words.ts';

/** All that staff may say otherwise, as it is listed. */
export const WORDING_GROUPS: readonly { title: string; about: string; wordings: readonly Wording[] }[] = [
  {
    title: 'メール',
    about: '市民へ自動で送るメール。予約の内容、期限、リンク、電話は、自動で入ります。',
    wordings: MAIL_WORDINGS,
  },
  { title: '予約サイト', about: '予約サイトの名称と、すべての画面に表示する文。', wordings: [SITE_WORDING, HEAD_WORDING] },
  { title: 'よくある質問', about: '予約サイトの「よくある質問」。', wordings: QUESTION_WORDINGS },
];

const BY_NAME: ReadonlyMap<string, Wording> = new Map(
  WORDING_GROUPS.flatMap(({ wordings }) => wordings.map((wording) => [wording.name, wording] as const)),
);

/** Undefined: there is none of that name. */
export const wordingOf = (name: string): Wording | undefined => BY_NAME.get(name);
