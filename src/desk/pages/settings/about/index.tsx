import { form, line, writtenPhone } from '../../../../lib/form/index.ts';
import { type FormErrors, Says } from '../../../../lib/html/index.ts';
import { type CitySettings, changeCity, readCitySettings } from '../../../../site/city.ts';
import { PRACTICE_MARK } from '../../../../site/practice.ts';
import { DeskForm, readForm, seenOf } from '../../../parts/form.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';

const DONE: Record<string, string> = {
  changed: '市の情報を変更しました。すぐに反映されます。',
  same: SAME,
};

const NOT_THE_MARK = `名称は、「${PRACTICE_MARK}」から始めないでください。練習用の画面の印のため、市民へのメールが届かなくなります。`;

/** As a browser sends it: scheme and host, no path. */
const ORIGIN = /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/u;

const aboutForm = form<CitySettings>(
  {
    name: line('名称', 20, { hint: '予約サイト、メール、印刷物に表示します。例：見本市' }),
    phone: writtenPhone('電話', { hint: '予約サイトのすべての画面に表示します。空欄なら、表示しません。' }).or(''),
    phoneHours: line('電話の受付時間', 60, { hint: '例：平日 午前8時30分から午後5時15分まで' }).or(''),
    postalCode: line('郵便番号', 8, { size: 'id', hint: '例：123-4567' }).or(''),
    address: line('所在地', 60, { hint: '都道府県から入力してください。' }).or(''),
    senderName: line('メールの差出人の名称', 40, { hint: '空欄なら、システムの設定（MAIL_FROM）の名称を使います。' }).or(''),
    embedFrom: line('空き状況を埋め込めるサイト', 100, {
      hint: '市のホームページに空き状況のページ（/embed）を埋め込むときに入力します。例：https://www.city.example.jp　空欄なら、どのサイトにも埋め込めません。',
    }).or(''),
  },
  {
    rules: ({ embedFrom = '' }, say) => {
      if (embedFrom !== '' && !ORIGIN.test(embedFrom))
        say('embedFrom', '空き状況を埋め込めるサイトは、「https://」から始まるホスト名までを入力してください。');
    },
  },
);

type Shown = { errors?: FormErrors; meanwhile?: CitySettings | undefined };

async function page(ask: SignedAsk, { errors = {}, meanwhile }: Shown = {}, status = 200) {
  const { senderAddress, ...facts } = await readCitySettings(ask.db);
  return show(
    <SettingsPage ask={ask} title="市の情報" said={DONE[field(ask.query, 'done')]} errors={errors}>
      {meanwhile !== undefined && <Meanwhile kept={facts} typed={meanwhile} />}
      <Says class="lead">予約サイト、メール、印刷物で、市について表示する内容です。変更すると、すぐに反映されます。</Says>
      <DeskForm
        ask={ask}
        form={aboutForm}
        action={paths.about}
        values={facts}
        errors={errors}
        seen={seenOf(ask, facts, meanwhile !== undefined)}
        submit="保存する"
        back={{ href: paths.settings, words: 'やめる' }}
      />
      <p class="soft">
        {senderAddress === ''
          ? 'メールの差出人のアドレスは、まだ分かりません。メールを送る処理が始まると、ここに表示します。'
          : `メールの差出人のアドレスは ${senderAddress} です。システムの設定（MAIL_FROM）で決まります。`}
      </p>
    </SettingsPage>,
    status,
  );
}

export const aboutRoutes: readonly Route[] = [
  get(paths.about, RIGHT, (ask) => page(ask)),
  post(paths.about, RIGHT, '市の情報の変更', async (ask) => {
    const typed = readForm(ask, aboutForm);
    if (!typed.ok) return page(ask, { errors: typed.errors }, 422);
    const changed = await changeCity(ask.db, ask.actor, field(ask.body, 'seen'), typed.value);
    if (!changed.ok && changed.reason === 'practice_name') return page(ask, { errors: { name: NOT_THE_MARK } }, 422);
    if (!changed.ok) return page(ask, { meanwhile: typed.value }, 409);
    return go(withQuery(paths.about, { done: changed.value }));
  }),
];
