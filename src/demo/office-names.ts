import type { OfficeCode } from './offices.ts';

/** What the offices are called in the site's other languages; readings and translations are stand-ins until the city confirms them. */
export const OFFICE_NAMES: Record<OfficeCode, { easy: string; en: string; zh: string; ko: string; vi: string }> = {
  honcho: { easy: '[本庁](ほんちょう)', en: 'City Hall', zh: '市政府本厅', ko: '본청', vi: 'Tòa thị chính' },
  tanushimaru: {
    easy: '[田主丸総合支所](たぬしまるそうごうししょ)',
    en: 'Tanushimaru Branch Office',
    zh: '田主丸综合支所',
    ko: '다누시마루 종합지소',
    vi: 'Chi nhánh Tanushimaru',
  },
  kitano: {
    easy: '[北野総合支所](きたのそうごうししょ)',
    en: 'Kitano Branch Office',
    zh: '北野综合支所',
    ko: '기타노 종합지소',
    vi: 'Chi nhánh Kitano',
  },
  jojima: {
    easy: '[城島総合支所](じょうじまそうごうししょ)',
    en: 'Jojima Branch Office',
    zh: '城岛综合支所',
    ko: '조지마 종합지소',
    vi: 'Chi nhánh Jojima',
  },
  mizuma: {
    easy: '[三潴総合支所](みずまそうごうししょ)',
    en: 'Mizuma Branch Office',
    zh: '三潴综合支所',
    ko: '미즈마 종합지소',
    vi: 'Chi nhánh Mizuma',
  },
  mino: {
    easy: '[耳納市民](みのうしみん)センター',
    en: 'Mino Citizens’ Center',
    zh: '耳纳市民中心',
    ko: '미노 시민센터',
    vi: 'Trung tâm công dân Mino',
  },
  chikuho: {
    easy: '[筑邦市民](ちくほうしみん)センター',
    en: 'Chikuho Citizens’ Center',
    zh: '筑邦市民中心',
    ko: '지쿠호 시민센터',
    vi: 'Trung tâm công dân Chikuho',
  },
  kamitsu: {
    easy: '[上津市民](かみつしみん)センター',
    en: 'Kamitsu Citizens’ Center',
    zh: '上津市民中心',
    ko: '가미쓰 시민센터',
    vi: 'Trung tâm công dân Kamitsu',
  },
  takamure: {
    easy: '[高牟礼市民](たかむれしみん)センター',
    en: 'Takamure Citizens’ Center',
    zh: '高牟礼市民中心',
    ko: '다카무레 시민센터',
    vi: 'Trung tâm công dân Takamure',
  },
  chitose: {
    easy: '[千歳市民](ちとせしみん)センター',
    en: 'Chitose Citizens’ Center',
    zh: '千岁市民中心',
    ko: '지토세 시민센터',
    vi: 'Trung tâm công dân Chitose',
  },
};
