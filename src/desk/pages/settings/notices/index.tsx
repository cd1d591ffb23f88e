import { deskMoment } from '../../../../lib/dates/jst.ts';
import { Button, type FormErrors, hasErrors, PostForm, Says, Table, TextArea } from '../../../../lib/html/index.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import { freeText } from '../../../../lib/values/texts.ts';
import { addNotice, endNotice, listNotices, type NoticeState, type SiteNotice } from '../../../../site/notices.ts';
import { shownIn, typedForm, wrongText } from '../../../parts/typed.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { MomentField, momentTyped } from '../moment.tsx';
import { RIGHT, SettingsPage } from '../parts.tsx';

const MOST = 300;
const STATES: Record<NoticeState, string> = { shown: '出ています', coming: 'これから出ます', past: '終わりました' };
const DONE: Record<string, string> = { added: 'お知らせを登録しました。', ended: 'お知らせを終えました。' };

function NoticesPage({ ask, notices, errors }: { ask: SignedAsk; notices: SiteNotice[]; errors: FormErrors }) {
  const shown = shownIn(ask, {});
  return (
    <SettingsPage ask={ask} title="お知らせ" said={DONE[field(ask.query, 'done')]} errors={errors}>
      <Says class="lead">予約サイトのはじめの画面に出る文です。新しいものから5つまで出ます。</Says>
      <Table
        caption="お知らせ"
        empty="お知らせは、ありません。"
        columns={[
          { head: '文' },
          { head: 'いつから', whole: true },
          { head: 'いつまで', whole: true },
          { head: '状態', whole: true },
        ]}
        rows={notices.map(({ id, body, shownFrom, shownUntil, state }) => [
          body,
          deskMoment(shownFrom),
          shownUntil === null ? '決めていません' : deskMoment(shownUntil),
          <>
            {STATES[state]}
            {state !== 'past' && (
              <PostForm action={paths.endNotice(id)} token={ask.token}>
                <button class="button button-second" type="submit">
                  {state === 'shown' ? 'いま終える' : '出すのをやめる'}
                  <span class="unseen">：{body}</span>
                </button>
              </PostForm>
            )}
          </>,
        ])}
      />
      <section class="desk-section" aria-labelledby="add">
        <h2 id="add">お知らせを加える</h2>
        <PostForm action={paths.notices} token={ask.token} class="desk-form">
          <TextArea name="body" label="文" rows={3} hint={`${MOST}文字まで`} error={errors['body']} value={shown('body')} />
          <MomentField
            name="from"
            label="いつから"
            need="may"
            hint="空なら、いまから。例：令和8年12月1日"
            shown={shown}
            errors={errors}
          />
          <MomentField
            name="until"
            label="いつまで"
            need="may"
            hint="空なら、終えるまで。時刻が空なら、その日の終わりまで。"
            shown={shown}
            errors={errors}
          />
          <p class="acts">
            <Button>加える</Button>
          </p>
        </PostForm>
      </section>
    </SettingsPage>
  );
}

const page = async (ask: SignedAsk, errors: FormErrors = {}, status = 200) =>
  show(<NoticesPage ask={ask} notices={await listNotices(ask.db)} errors={errors} />, status);

export const noticeRoutes: readonly Route[] = [
  get(paths.notices, RIGHT, (ask) => page(ask)),
  post(paths.notices, RIGHT, async (ask) => {
    const form = typedForm(ask.body);
    const body = form.must('body', freeText(MOST), wrongText('文', MOST), '');
    const from = momentTyped(ask, form, 'from', 'いつから', { end: false });
    const until = momentTyped(ask, form, 'until', 'いつまで', { end: true });
    if (until !== null && Temporal.Instant.compare(until, from ?? ask.now) <= 0)
      form.wrong('until-day', from === null ? '終わりの日時が、過ぎています。' : '終わりが、始まりより前です。');
    if (hasErrors(form.errors)) return page(ask, form.errors, 422);
    await addNotice(ask.db, ask.actor, { body, from, until });
    return go(withQuery(paths.notices, { done: 'added' }));
  }),
  post(paths.endNotice(':id'), RIGHT, async (ask) => {
    const id = smallId(ask.params['id']);
    if (id.ok) await endNotice(ask.db, ask.actor, id.value);
    return go(withQuery(paths.notices, { done: 'ended' }));
  }),
];
