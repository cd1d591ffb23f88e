import { longDate } from '../../../../lib/dates/format.ts';
import { addDays, cityDay } from '../../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import { grouped } from '../../../../lib/values/numbers.ts';
import type { SettingNow } from '../../../../site/change-setting.ts';
import type { Setting } from '../../../../site/settings.ts';
import { SHORTER_AFTER_DAYS } from '../../../../site/shortening.ts';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { paths } from '../../../paths.ts';
import type { SignedAsk } from '../../../route.ts';
import type { WouldGo } from './would-go.ts';

type Props = { now: SettingNow; setting: Setting; wanted: number; going: WouldGo; seen: string; moved: boolean };

/** What would be removed for good by a shorter length of keeping, before it is set (§8(1)⑧). */
export function ShortenPage({ ask, props: { now, setting, wanted, going, seen, moved } }: { ask: SignedAsk; props: Props }) {
  const from = longDate(addDays(cityDay(ask.now), SHORTER_AFTER_DAYS));
  return (
    <SettingsPage
      ask={ask}
      title="保存する長さを短くする"
      crumbs={[
        { href: paths.city, words: '市の設定' },
        { href: paths.citySetting(now.key), words: setting.label },
      ]}
    >
      {moved && (
        <Notice kind="stop" role="alert" title="件数が変わったため、何も変更していません">
          <Says>下の件数を確かめて、よければ、もう一度押してください。</Says>
        </Notice>
      )}
      <Notice kind="care" title={`${now.value}${setting.unit}から${wanted}${setting.unit}に短くすると、記録が消えます`}>
        <Says>
          {`${from}から、毎晩の処理で消えます。消えた記録は、元に戻せません。その日の前日までに長さを戻すと、何も消えません。`}
        </Says>
      </Notice>
      <Table
        caption="対象になる記録"
        columns={[wholeCol('種類'), wholeCol('いつより前の記録か'), { head: '件数', right: true, whole: true }]}
        rows={going.kinds.map(({ words, rows }) => [words, `${longDate(going.before)}より前`, `${grouped(rows)}件`])}
      />
      <Says class="soft">本日0:00の時点で数えています。</Says>
      <PostForm
        action={paths.citySetting(now.key)}
        token={ask.token}
        hidden={{ seen, value: String(wanted), shown: going.shown }}
      >
        <p class="acts">
          <Button kind="danger">
            {wanted}
            {setting.unit}に短くする
          </Button>
          <LinkButton href={paths.citySetting(now.key)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </SettingsPage>
  );
}
