import { randomUUID } from 'node:crypto';
import { deskMoment, deskUntil } from '../../../../lib/dates/jst.ts';
import { type FormErrors, PostForm, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import { smallId, uuid } from '../../../../lib/values/ids.ts';
import { addNotice, endNotice } from '../../../../site/notice-acts.ts';
import { listNotices, MOST_SHOWN, type NoticeState, type SiteNotice } from '../../../../site/notices.ts';
import { comingAt } from '../../../../site/planned.ts';
import { noticeTextsName } from '../../../../site/planned-notices.ts';
import { languagesOf } from '../../../../site/translations.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { InLanguages, LANGUAGES_HEAD } from '../../../parts/in-languages.tsx';
import { ComesAt } from '../../../parts/planned.tsx';
import { Section } from '../../../parts/section.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { newOne } from '../../../parts/subject.ts';
import { pressed } from '../../../parts/text-preview.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { noticeForm } from './form.ts';
import { oneNotice } from './one.tsx';
import { noticePreview } from './preview.tsx';
import { siteNotice } from './subject.ts';

const STATES: Record<NoticeState, string> = { shown: '掲載中', coming: '掲載前', past: '終了' };
const CROWDED_OUT = `掲載期間中（${MOST_SHOWN + 1}番目以降のため表示していません）`;
const DONE: Record<string, string> = {
  added: 'お知らせを登録しました。',
  ended: 'お知らせの掲載を終了しました。',
  'called-off': 'お知らせの掲載を取りやめました。',
  over: 'このお知らせの掲載は、すでに終わっていました。',
  changed: 'お知らせを変更しました。予約サイトの表示が変わりました。',
  'changed-coming': 'お知らせを変更しました。掲載の開始の日時から、予約サイトに表示します。',
  same: SAME,
};

type Props = {
  ask: SignedAsk;
  notices: SiteNotice[];
  /** When the text of some becomes another. */
  coming: ReadonlyMap<string, Date>;
  languages: ReadonlyMap<string, number>;
  errors: FormErrors;
};

function NoticesPage({ ask, notices, coming, languages, errors }: Props) {
  return (
    <SettingsPage ask={ask} title="お知らせ" said={DONE[field(ask.query, 'done')]} errors={errors}>
      <Says class="lead">
        {`予約サイトの最初の画面に表示する文です。新しいものから${MOST_SHOWN}つまで表示します。文を押すと、変更したり、前の文に戻したりできます。`}
      </Says>
      <Table
        caption="お知らせ"
        empty="お知らせは、ありません。"
        columns={['文', wholeCol('掲載の開始'), wholeCol('掲載の終了'), wholeCol('状態'), LANGUAGES_HEAD]}
        rows={notices.map(({ id, body, shownFrom, shownUntil, state, crowdedOut }) => [
          <>
            <a href={paths.notice(id)}>{body}</a>
            {state !== 'past' && <ComesAt at={coming.get(noticeTextsName(id))} />}
          </>,
          deskMoment(shownFrom),
          shownUntil === null ? '期限なし' : shownUntil < shownFrom ? '掲載前に取りやめ' : deskUntil(shownUntil),
          <>
            {crowdedOut ? CROWDED_OUT : STATES[state]}
            {state !== 'past' && (
              <PostForm action={paths.endNotice(id)} token={ask.token}>
                <button class="button button-second" type="submit">
                  {state === 'shown' ? '掲載を終了する' : '掲載を取りやめる'}
                  <span class="unseen">：{body}</span>
                </button>
              </PostForm>
            )}
          </>,
          state === 'past' ? '' : <InLanguages source={body} languages={languages} />,
        ])}
      />
      <Section id="add" title="お知らせを追加する">
        <DeskForm
          ask={ask}
          form={noticeForm(ask.now)}
          action={paths.notices}
          values={{}}
          errors={errors}
          submit="表示を確かめる"
        />
      </Section>
    </SettingsPage>
  );
}

async function page(ask: SignedAsk, errors: FormErrors = {}, status = 200) {
  const notices = await listNotices(ask.db);
  const [languages, planned] = await Promise.all([
    languagesOf(
      ask.db,
      notices.map(({ body }) => body),
    ),
    comingAt(
      ask.db,
      notices.map(({ id }) => noticeTextsName(id)),
    ),
  ]);
  const coming = new Map(planned.map(({ name, at }) => [name, at]));
  return show(<NoticesPage ask={ask} notices={notices} coming={coming} languages={languages} errors={errors} />, status);
}

export const noticeRoutes: readonly Route[] = [
  ...oneNotice,
  get(paths.notices, RIGHT, (ask) => page(ask)),
  post(paths.notices, RIGHT, { words: 'お知らせの追加', of: newOne }, async (ask) => {
    const form = noticeForm(ask.now);
    const typed = readForm(ask, form);
    if (!typed.ok) return page(ask, typed.errors, 422);
    if (pressed(ask) === 'edit') return page(ask);
    if (pressed(ask) === 'look')
      return noticePreview(ask, {
        form,
        value: typed.value,
        action: paths.notices,
        formId: randomUUID(),
        from: 'すぐに掲載',
        submit: '追加する',
      });
    const formId = uuid(ask.body['form']);
    await addNotice(ask.db, ask.actor, formId.ok ? formId.value : randomUUID(), typed.value);
    return go(withQuery(paths.notices, { done: 'added' }));
  }),
  post(paths.endNotice(':id'), RIGHT, { words: 'お知らせの終了', of: siteNotice }, async (ask) => {
    const id = smallId(ask.params['id']);
    const done = id.ok ? await endNotice(ask.db, ask.actor, id.value) : 'over';
    return go(withQuery(paths.notices, { done }));
  }),
];
