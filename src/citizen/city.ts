import type { Words } from './language.ts';

/** What the site says of the city. Stand-ins until the city confirms them: telephone number and its hours. */
export const city = {
  phone: '0942-30-9000',
  ja: {
    name: '久留米市',
    site: 'マイナンバーカード|窓口予約',
    fullSite: '久留米市 マイナンバーカード窓口予約',
    address: '〒830-8520| 福岡県久留米市城南町15番地3',
    phoneHours: '平日| 午前8時30分から|午後5時15分まで',
  },
} satisfies { phone: string } & Words<Record<string, string>>;

/** For `tel:` links. */
export const phoneLink = `tel:${city.phone.replaceAll('-', '')}`;
