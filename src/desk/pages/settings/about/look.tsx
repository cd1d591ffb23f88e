import { partsChanged } from '../../../../languages/planned.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { Says } from '../../../../lib/html/index.ts';
import type { CitySettings } from '../../../../site/city.ts';
import type { Plan } from '../../../../site/planned.ts';
import { cityTexts } from '../../../../site/planned-city.ts';
import { EachLanguage, inEachLanguage } from '../../../parts/each-language.tsx';
import type { Ahead } from '../../../parts/plan.ts';
import { ComingToo } from '../../../parts/planned.tsx';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { PreviewPress } from '../../../parts/text-preview.tsx';
import { paths } from '../../../paths.ts';
import { type Answer, field, type SignedAsk, show } from '../../../route.ts';
import { aboutForm, CITY_PLANS } from './form.ts';

/** The parts that are read otherwise. */
export const cityChanged = (kept: CitySettings, value: CitySettings): string[] => partsChanged(cityTexts(kept), cityTexts(value));

type Looked = { kept: CitySettings; value: CitySettings; plans: readonly Plan[]; ahead?: Ahead };

/** What is said of the city in each language, before it is kept or planned. */
export async function lookAtCity(ask: SignedAsk, { kept, value, plans, ahead }: Looked): Promise<Answer> {
  const changed = ahead === undefined ? cityChanged(kept, value) : ahead.parts;
  const is = cityTexts(value);
  const parts = await Promise.all(changed.map((part) => inEachLanguage(ask.db, CITY_PLANS.labels[part] ?? part, is[part] ?? {})));
  return show(
    <SettingsPage ask={ask} title="市の情報の表示を確かめる" crumbs={[{ href: paths.about, words: '市の情報' }]}>
      <Says class="lead">
        {ahead === undefined
          ? 'まだ保存していません。予約サイト、メール、印刷物では、次のように表示されます。'
          : `まだ登録していません。${deskMoment(ahead.since)}から、予約サイト、メール、印刷物では、次のように表示されます。それまでは、変わりません。`}
      </Says>
      {ahead === undefined && <ComingToo parts={changed} plans={plans} labels={CITY_PLANS.labels} />}
      {parts.map((part) => (
        <EachLanguage {...part} />
      ))}
      <PreviewPress
        ask={ask}
        action={paths.about}
        typed={{ ...aboutForm.boxes(value), ...ahead?.boxes, seen: field(ask.body, 'seen') }}
        submit={ahead === undefined ? '保存する' : '予定を登録する'}
      />
    </SettingsPage>,
  );
}
