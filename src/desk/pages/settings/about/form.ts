import { form, line, writtenPhone } from '../../../../lib/form/index.ts';
import type { CitySettings } from '../../../../site/city.ts';
import { CITY_TEXTS, cityTexts, cityToChange, withCityTexts } from '../../../../site/planned-city.ts';
import type { Plannable } from '../../../parts/plan.ts';

/** As a browser sends it: scheme and host, no path. */
const ORIGIN = /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/u;

export const aboutForm = form<CitySettings>(
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

/** What is read of the city, and how it is planned. */
export const CITY_PLANS: Plannable<CitySettings> = {
  labels: {
    name: '名称',
    phone: '電話',
    phoneHours: '電話の受付時間',
    postalCode: '郵便番号',
    address: '所在地',
    senderName: 'メールの差出人の名称',
  },
  name: CITY_TEXTS,
  about: {},
  texts: cityTexts,
  into: withCityTexts,
  read: cityToChange,
};
