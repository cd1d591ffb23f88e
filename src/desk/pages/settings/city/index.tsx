import { longDate } from '../../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../../lib/dates/jst.ts';
import { form, number, numbered } from '../../../../lib/form/index.ts';
import { Button, type FormErrors, Notice, PostForm, Says, Table } from '../../../../lib/html/index.ts';
import { changeSetting, listSettings, type SettingNow, settingSeen } from '../../../../site/change-setting.ts';
import { amountOf, rangeOf, SETTINGS, type Setting, type SettingKey } from '../../../../site/settings.ts';
import { SHORTER_AFTER_DAYS } from '../../../../site/shortening.ts';
import { listAccounts } from '../../../../staff/accounts.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { withFound } from '../../../parts/row.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { ShortenPage } from './shorten.tsx';
import { wouldGo } from './would-go.ts';

/** What the numbers are about, in the order an administrator looks for them; a number not named here stands at the end. */
const GROUPS: { title: string; of: RegExp }[] = [
  { title: '予約サイト', of: /^(?:hold|visit|link)-/u },
  { title: '空きの表示', of: /^few-/u },
  { title: '入力誤り', of: /^tries-/u },
  { title: 'メール', of: /^(?:reminder|second-reminder|mail|no-show)-/u },
  { title: '職員の画面', of: /^(?:desk|sign-in)-/u },
  { title: '復旧の目標', of: /^recovery-/u },
  { title: 'カードの交付期限', of: /^(?:renotice|destroy|expires)-/u },
  { title: '記録を残す長さ', of: /^keep-/u },
  { title: 'そのほか', of: /./u },
];

const groupOf = (key: string): string => GROUPS.find(({ of }) => of.test(key))?.title ?? '';
const settingOf = (key: string): Setting => SETTINGS[key as SettingKey];
/** 令和8年12月6日から 1年 */
const nextWords = (next: number, from: Date, setting: Setting): string =>
  `${longDate(cityDay(from))}から ${amountOf(setting, next)}`;
const DONE: Record<string, string> = {
  changed: '設定を変更しました。すぐに反映されます。',
  same: SAME,
  later: '保存する長さを短くしました。それまでの長さが続く期限は、下の表のとおりです。期限までに長さを戻すと、何も消えません。',
};

function CityPage({ ask, settings }: { ask: SignedAsk; settings: SettingNow[] }) {
  return (
    <SettingsPage ask={ask} title="市の設定" said={DONE[field(ask.query, 'done')]}>
      <Says class="lead">
        {`変更すると、すぐに全員に反映されます。記録を残す長さを短くしたときは、${SHORTER_AFTER_DAYS}日後から反映されます。変更した職員と内容は、操作履歴に残ります。`}
      </Says>
      {GROUPS.map(({ title }) => ({ title, group: settings.filter(({ key }) => groupOf(key) === title) }))
        .filter(({ group }) => group.length > 0)
        .map(({ title, group }) => (
          <section class="desk-section city-group">
            <h2>{title}</h2>
            <Table
              caption={title}
              columns={[
                '項目',
                '内容',
                { head: '現在値', right: true, whole: true },
                { head: '初期値', right: true, whole: true },
                { head: '設定できる範囲', right: true, whole: true },
              ]}
              rows={group.map(({ key, value, next, from }) => {
                const setting = settingOf(key);
                return [
                  <a href={paths.citySetting(key)}>{setting.label}</a>,
                  setting.means,
                  <>
                    {value === setting.usual ? amountOf(setting, value) : <b>{amountOf(setting, value)}</b>}
                    {next !== null && from !== null && <span class="sub">{nextWords(next, from, setting)}</span>}
                  </>,
                  amountOf(setting, setting.usual),
                  rangeOf(setting).map((line) => <span class="window-line">{line}</span>),
                ];
              })}
            />
          </section>
        ))}
    </SettingsPage>
  );
}

const settingForm = ({ least, most, unit, choices }: Setting) =>
  form<{ value: number }>({
    value:
      choices === undefined
        ? number('新しい値', { least, most, unit }, { wide: true, hint: `${least}から${most}まで` })
        : numbered('新しい値', choices),
  });

type Props = { now: SettingNow; by: string | undefined; errors: FormErrors; meanwhile: boolean };

function SettingPage({ ask, props: { now, by, errors, meanwhile } }: { ask: SignedAsk; props: Props }) {
  const setting = settingOf(now.key);
  return (
    <SettingsPage ask={ask} title={setting.label} crumbs={[{ href: paths.city, words: '市の設定' }]} errors={errors}>
      <Says class="lead">{setting.means}</Says>
      {meanwhile && (
        <Notice kind="stop" role="alert" title="ほかの職員が先に変更したため、何も変更していません">
          <Says>{`現在値は ${amountOf(setting, now.value)} です。よければ、もう一度「保存する」を押してください。`}</Says>
        </Notice>
      )}
      {now.next !== null && now.from !== null && (
        <Notice kind="care" title={`${nextWords(now.next, now.from, setting)} になります`}>
          <Says>
            {`それまでは ${amountOf(setting, now.value)} のまま残します。この日からは、毎晩の処理で消え、元に戻せません。取りやめるときは、下のボタンを押してください。`}
          </Says>
          <PostForm
            action={paths.citySetting(now.key)}
            token={ask.token}
            hidden={{ seen: settingSeen(now), value: String(now.value) }}
          >
            <Button kind="second">{amountOf(setting, now.value)}のまま残す</Button>
          </PostForm>
        </Notice>
      )}
      <dl class="person-facts">
        <div>
          <dt>現在値</dt>
          <dd>{amountOf(setting, now.value)}</dd>
        </div>
        <div>
          <dt>初期値</dt>
          <dd>{amountOf(setting, setting.usual)}</dd>
        </div>
        {now.changedAt !== null && (
          <div>
            <dt>最終変更日時</dt>
            <dd>
              {deskMoment(now.changedAt)} {by}
            </dd>
          </div>
        )}
      </dl>
      <DeskForm
        ask={ask}
        form={settingForm(setting)}
        action={paths.citySetting(now.key)}
        values={{ value: now.value }}
        errors={errors}
        seen={meanwhile || field(ask.body, 'seen') === '' ? settingSeen(now) : field(ask.body, 'seen')}
        submit="保存する"
        back={{ href: paths.city, words: 'やめる' }}
      />
      {now.value !== setting.usual && (
        <PostForm action={paths.citySetting(now.key)} token={ask.token} hidden={{ seen: settingSeen(now), act: 'usual' }}>
          <Button kind="second">初期値（{amountOf(setting, setting.usual)}）に戻す</Button>
        </PostForm>
      )}
    </SettingsPage>
  );
}

const withSetting = withFound(async (ask) => (await listSettings(ask.db)).find(({ key }) => key === ask.params['key']));

async function page(ask: SignedAsk, now: SettingNow, errors: FormErrors = {}, meanwhile = false, status = 200): Promise<Answer> {
  const by = (await listAccounts(ask.db)).find(({ id }) => id === now.changedBy)?.name;
  return show(<SettingPage ask={ask} props={{ now, by, errors, meanwhile }} />, status);
}

export const cityRoutes: readonly Route[] = [
  get(paths.city, RIGHT, async (ask) => show(<CityPage ask={ask} settings={await listSettings(ask.db)} />)),
  get(
    paths.citySetting(':key'),
    RIGHT,
    withSetting((ask, now) => page(ask, now)),
  ),
  post(
    paths.citySetting(':key'),
    RIGHT,
    '市の設定の変更',
    withSetting(async (ask, now) => {
      const setting = settingOf(now.key);
      const typed =
        ask.body['act'] === 'usual'
          ? { ok: true as const, value: { value: setting.usual } }
          : readForm(ask, settingForm(setting));
      if (!typed.ok) return page(ask, now, typed.errors, false, 422);
      const { value: wanted } = typed.value;
      const [seen, shown] = [field(ask.body, 'seen'), field(ask.body, 'shown')];
      const going = await wouldGo(ask.db, now, wanted);
      if (going !== undefined && seen === settingSeen(now) && shown !== going.shown)
        return show(
          <ShortenPage ask={ask} props={{ now, setting, wanted, going, seen, moved: shown !== '' }} />,
          shown === '' ? 200 : 409,
        );
      const changed = await changeSetting(ask.db, ask.actor, now.key, seen, wanted);
      if (!changed.ok) return withSetting((again, fresh) => page(again, fresh, {}, true, 409))(ask);
      const later = going !== undefined && changed.value === 'changed';
      return go(withQuery(paths.city, { done: later ? 'later' : changed.value }));
    }),
  ),
];
