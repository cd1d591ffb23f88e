import { deskMoment } from '../../../../lib/dates/jst.ts';
import { BoxField, Button, type FormErrors, LinkButton, Notice, PostForm, Says, Table } from '../../../../lib/html/index.ts';
import { wholeNumber } from '../../../../lib/values/numbers.ts';
import { changeSetting, listSettings, type SettingNow, settingSeen } from '../../../../site/change-setting.ts';
import { SETTINGS, type Setting, type SettingKey } from '../../../../site/settings.ts';
import { listAccounts } from '../../../../staff/accounts.ts';
import { NotFound } from '../../../parts/not-found.tsx';
import { shownIn } from '../../../parts/typed.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { RIGHT, SettingsPage } from '../parts.tsx';

/** What the numbers are about, in the order an administrator looks for them; a number not named here stands at the end. */
const GROUPS: { title: string; of: RegExp }[] = [
  { title: '予約サイト', of: /^(?:hold|visit|link)-/u },
  { title: '空きの表示', of: /^few-/u },
  { title: '入力の間違い', of: /^tries-/u },
  { title: 'メール', of: /^(?:reminder|second-reminder|mail)-/u },
  { title: '職員の画面', of: /^(?:desk|sign-in)-/u },
  { title: '記録を残す長さ', of: /^keep-/u },
  { title: 'そのほか', of: /./u },
];

const groupOf = (key: string): string => GROUPS.find(({ of }) => of.test(key))?.title ?? '';
const settingOf = (key: string): Setting => SETTINGS[key as SettingKey];
const amount = (value: number, { unit }: Setting): string => `${value}${unit}`;

function CityPage({ ask, settings }: { ask: SignedAsk; settings: SettingNow[] }) {
  return (
    <SettingsPage
      ask={ask}
      title="市の設定"
      said={ask.query['done'] === 'changed' ? '設定を変えました。いまから使われます。' : undefined}
    >
      <Says class="lead">変えると、すぐに全員に使われます。だれが何を変えたかは、操作の記録に残ります。</Says>
      {GROUPS.map(({ title }) => ({ title, group: settings.filter(({ key }) => groupOf(key) === title) }))
        .filter(({ group }) => group.length > 0)
        .map(({ title, group }) => (
          <section class="desk-section city-group">
            <h2>{title}</h2>
            <Table
              caption={title}
              columns={[
                { head: '項目' },
                { head: '内容' },
                { head: 'いまの値', right: true, whole: true },
                { head: 'はじめの値', right: true, whole: true },
                { head: '決められる範囲', right: true, whole: true },
              ]}
              rows={group.map(({ key, value }) => {
                const setting = settingOf(key);
                return [
                  <a href={paths.citySetting(key)}>{setting.label}</a>,
                  setting.means,
                  value === setting.usual ? amount(value, setting) : <b>{amount(value, setting)}</b>,
                  amount(setting.usual, setting),
                  `${setting.least}〜${amount(setting.most, setting)}`,
                ];
              })}
            />
          </section>
        ))}
    </SettingsPage>
  );
}

type Props = { now: SettingNow; by: string | undefined; errors: FormErrors; meanwhile: boolean };

function SettingPage({ ask, props: { now, by, errors, meanwhile } }: { ask: SignedAsk; props: Props }) {
  const setting = settingOf(now.key);
  const shown = shownIn(ask, { value: String(now.value) });
  const seen = meanwhile || field(ask.body, 'seen') === '' ? settingSeen(now.value) : field(ask.body, 'seen');
  return (
    <SettingsPage ask={ask} title={setting.label} crumbs={[{ href: paths.city, words: '市の設定' }]} errors={errors}>
      <Says class="lead">{setting.means}</Says>
      {meanwhile && (
        <Notice kind="stop" role="alert" title="ほかの職員が先に変えたため、何も変えていません">
          <Says>{`いまの値は ${amount(now.value, setting)} です。よければ、もう一度「保存する」を押してください。`}</Says>
        </Notice>
      )}
      <dl class="person-facts">
        <div>
          <dt>いまの値</dt>
          <dd>{amount(now.value, setting)}</dd>
        </div>
        <div>
          <dt>はじめの値</dt>
          <dd>{amount(setting.usual, setting)}</dd>
        </div>
        {now.changedAt !== null && (
          <div>
            <dt>最後に変えた日時</dt>
            <dd>
              {deskMoment(now.changedAt)} {by}
            </dd>
          </div>
        )}
      </dl>
      <PostForm action={paths.citySetting(now.key)} token={ask.token} class="desk-form" hidden={{ seen }}>
        <BoxField
          name="value"
          label="新しい値"
          hint={`${setting.least}から${setting.most}まで`}
          error={errors['value']}
          boxes={[{ name: 'value', unit: setting.unit, value: shown('value'), wrong: errors['value'] !== undefined, wide: true }]}
        />
        <p class="acts">
          <Button>保存する</Button>
          {now.value !== setting.usual && (
            <Button kind="second" name="act" value="usual">
              はじめの値（{amount(setting.usual, setting)}）に戻す
            </Button>
          )}
          <LinkButton href={paths.city} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </SettingsPage>
  );
}

const withSetting =
  (work: (ask: SignedAsk, now: SettingNow) => Promise<Answer>) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const now = (await listSettings(ask.db)).find(({ key }) => key === ask.params['key']);
    return now === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, now);
  };

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
    withSetting(async (ask, now) => {
      const { least, most, unit, usual } = settingOf(now.key);
      const typed =
        ask.body['act'] === 'usual' ? { ok: true as const, value: usual } : wholeNumber(least, most, unit)(ask.body['value']);
      if (!typed.ok) return page(ask, now, { value: `${least}から${most}までの数（${unit}）を入れてください。` }, false, 422);
      const changed = await changeSetting(ask.db, ask.actor, now.key, field(ask.body, 'seen'), typed.value);
      if (!changed.ok) return withSetting((again, fresh) => page(again, fresh, {}, true, 409))(ask);
      return go(withQuery(paths.city, { done: 'changed' }));
    }),
  ),
];
