import { fingerprint } from '../../../../lib/fingerprint.ts';
import type { FormErrors } from '../../../../lib/html/index.ts';
import { changeNotice, noticeFacts, noticeVersions, readNotice, type SiteNotice } from '../../../../site/notices.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { withRow } from '../../../parts/row.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed } from '../../../parts/text-preview.tsx';
import { askedVersion, TextVersions } from '../../../parts/text-versions.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { noticeForm } from './form.ts';
import { NOTICES, noticePreview } from './preview.tsx';

const MEANWHILE = 'ほかの職員が先に変更したため、何も変更していません。下の欄には、あなたの画面の内容が残っています。';
const OVER = '掲載が終わったお知らせは、変更できません。もう一度出すときは、新しく追加してください。';

const instant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());

type More = { errors?: FormErrors; refused?: string };

/** One notice: its text and times, and every text it had. */
async function page(ask: SignedAsk, notice: SiteNotice, { errors = {}, refused }: More = {}, status = 200): Promise<Answer> {
  const versions = await noticeVersions(ask.db, notice.id);
  const past = notice.state === 'past';
  const kept = {
    body: askedVersion(ask, versions)?.body ?? notice.body,
    from: instant(notice.shownFrom),
    until: notice.shownUntil === null ? null : instant(notice.shownUntil),
  };
  return show(
    <SettingsPage
      ask={ask}
      title={past ? '掲載が終わったお知らせ' : 'お知らせを変更する'}
      crumbs={[NOTICES]}
      errors={errors}
      told={refused === undefined ? undefined : <p role="alert">{refused}</p>}
      wrong={refused !== undefined}
    >
      {past ? (
        <p class="lead">{notice.body}</p>
      ) : (
        <DeskForm
          ask={ask}
          form={noticeForm(ask.now, true)}
          action={paths.notice(notice.id)}
          values={kept}
          errors={errors}
          seen={
            refused === undefined && field(ask.body, 'seen') !== '' ? field(ask.body, 'seen') : fingerprint(noticeFacts(notice))
          }
          submit="表示を確かめる"
          back={{ href: paths.notices, words: 'やめる' }}
        />
      )}
      <TextVersions versions={versions} href={past ? undefined : paths.notice(notice.id)} />
    </SettingsPage>,
    status,
  );
}

const withNotice = withRow((ask, id) => readNotice(ask.db, id));

export const oneNotice: readonly Route[] = [
  get(
    paths.notice(':id'),
    RIGHT,
    withNotice((ask, notice) => page(ask, notice)),
  ),
  post(
    paths.notice(':id'),
    RIGHT,
    withNotice(async (ask, notice) => {
      const form = noticeForm(ask.now, true);
      const typed = readForm(ask, form);
      if (!typed.ok) return page(ask, notice, { errors: typed.errors }, 422);
      const [seen, action] = [field(ask.body, 'seen'), paths.notice(notice.id)];
      if (pressed(ask) === 'edit') return page(ask, notice);
      if (pressed(ask) === 'look')
        return noticePreview(ask, { form, value: typed.value, action, seen, from: '変更しません', submit: '変更する' });
      const changed = await changeNotice(ask.db, ask.actor, notice.id, seen, typed.value);
      if (changed.ok) return go(withQuery(paths.notices, { done: changed.value }));
      const now = (await readNotice(ask.db, notice.id)) ?? notice;
      return page(ask, now, { refused: changed.reason === 'over' ? OVER : MEANWHILE }, 409);
    }),
  ),
];
