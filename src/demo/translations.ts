import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

type InLanguages = { easy: string; en: string; zh: string; ko: string; vi: string };

/** 持ち物 of the made-up city, as staff would have entered them beside the Japanese. */
const BRING: Record<string, InLanguages> = {
  '交付通知書（はがき）': {
    easy: '[交付通知書](こうふつうちしょ)（はがき）',
    en: 'Notice of card issue (postcard)',
    zh: '交付通知书（明信片）',
    ko: '교부통지서(엽서)',
    vi: 'Giấy thông báo cấp thẻ (bưu thiếp)',
  },
  '本人確認書類（運転免許証など。ない方は健康保険の資格確認書と年金手帳など2点）': {
    easy: 'あなたが だれか わかるもの（[運転免許証](うんてんめんきょしょう)や [在留](ざいりゅう)カードなど 1つ。ない [人](ひと)は [健康保険](けんこうほけん)の[資格確認書](しかくかくにんしょ)と [年金手帳](ねんきんてちょう)など 2つ）',
    en: 'Proof of identity (a driver’s license, residence card or the like; without one, two documents such as a health insurance eligibility certificate and a pension book)',
    zh: '身份证明文件（驾驶证、在留卡等。没有者请带健康保险资格确认书和年金手册等两件）',
    ko: '본인 확인 서류(운전면허증, 재류카드 등. 없는 분은 건강보험 자격확인서와 연금수첩 등 2가지)',
    vi: 'Giấy tờ tùy thân (bằng lái xe, thẻ lưu trú, v.v.; nếu không có thì hai loại như giấy xác nhận tư cách bảo hiểm y tế và sổ lương hưu)',
  },
  '通知カード（お持ちの方）': {
    easy: '[通知](つうち)カード（[持](も)っている[人](ひと)）',
    en: 'Notification card (if you have one)',
    zh: '通知卡（持有者）',
    ko: '통지카드(가지고 계신 분)',
    vi: 'Thẻ thông báo (nếu có)',
  },
  '住民基本台帳カード（お持ちの方）': {
    easy: '[住民基本台帳](じゅうみんきほんだいちょう)カード（[持](も)っている[人](ひと)）',
    en: 'Basic Resident Register card (if you have one)',
    zh: '住民基本台账卡（持有者）',
    ko: '주민기본대장카드(가지고 계신 분)',
    vi: 'Thẻ sổ cái cư dân cơ bản (nếu có)',
  },
  親権者の本人確認書類: {
    easy: 'お[父](とう)さんか お[母](かあ)さん（[親権者](しんけんしゃ)）が だれか わかるもの',
    en: 'Proof of identity of the parent with custody',
    zh: '监护人（父母）的身份证明文件',
    ko: '친권자의 본인 확인 서류',
    vi: 'Giấy tờ tùy thân của cha hoặc mẹ có quyền giám hộ',
  },
  '親権者であることが分かる書類（戸籍謄本など。本籍が久留米市の方と、住民票で分かる方は不要）': {
    easy: '[親権者](しんけんしゃ)だと わかる[書類](しょるい)（[戸籍謄本](こせきとうほん)など。[本籍](ほんせき)が [久留米市](くるめし)の[人](ひと)と、[住民票](じゅうみんひょう)で わかる[人](ひと)は いりません）',
    en: 'A document showing custody (such as a family register; not needed if the register is in Kurume City or the certificate of residence shows it)',
    zh: '证明监护关系的文件（户籍副本等。本籍在久留米市者，或住民票上可确认者不需要）',
    ko: '친권자임을 알 수 있는 서류(호적등본 등. 본적이 구루메시인 분과 주민표로 알 수 있는 분은 불필요)',
    vi: 'Giấy tờ chứng minh quyền giám hộ (sổ hộ tịch, v.v.; không cần nếu hộ tịch ở thành phố Kurume hoặc phiếu cư trú đã ghi rõ)',
  },
  マイナンバーカード: {
    easy: 'マイナンバーカード',
    en: 'My Number Card',
    zh: '个人编号卡（My Number Card）',
    ko: '마이넘버카드',
    vi: 'Thẻ My Number',
  },
  '有効期限通知書（お持ちの方）': {
    easy: '[有効期限通知書](ゆうこうきげんつうちしょ)（[持](も)っている[人](ひと)）',
    en: 'Expiry notice (if you have one)',
    zh: '有效期限通知书（持有者）',
    ko: '유효기간 통지서(가지고 계신 분)',
    vi: 'Giấy thông báo hết hạn (nếu có)',
  },
};

/** Whom cautions concern, and the cautions. */
const CAUTIONS: Record<string, InLanguages> = {
  ご本人が来られる方: {
    easy: '[自分](じぶん)で [来](く)る [人](ひと)',
    en: 'Those who come themselves',
    zh: '本人来领取的人',
    ko: '본인이 오시는 분',
    vi: 'Người tự đến nhận',
  },
  すべての方: { easy: 'みなさん', en: 'Everyone', zh: '所有人', ko: '모든 분', vi: 'Tất cả mọi người' },
  '15歳以上の方': {
    easy: '15[歳](さい)より [上](うえ)の[人](ひと)（15[歳](さい)も）',
    en: 'Aged 15 or over',
    zh: '15岁及以上者',
    ko: '15세 이상인 분',
    vi: 'Từ 15 tuổi trở lên',
  },
  '15歳未満の方': {
    easy: '15[歳](さい)より [下](した)の[人](ひと)',
    en: 'Under 15',
    zh: '未满15岁者',
    ko: '15세 미만인 분',
    vi: 'Dưới 15 tuổi',
  },
  ご本人が来られないとき: {
    easy: 'あなたが [来](く)ることが できないとき',
    en: 'If you cannot come yourself',
    zh: '本人不能前来时',
    ko: '본인이 올 수 없을 때',
    vi: 'Nếu bạn không thể tự đến',
  },
  'カードはご本人に直接お渡しします。予約した時間に、ご本人が来てください。': {
    easy: 'カードは あなたに わたします。[予約](よやく)した[時間](じかん)に、あなたが [来](き)てください。',
    en: 'The card is handed only to the person it is for. Please come yourself at the time you booked.',
    zh: '卡片将直接交给本人。请本人在预约的时间前来。',
    ko: '카드는 본인에게 직접 드립니다. 예약한 시간에 본인이 와 주십시오.',
    vi: 'Thẻ được trao trực tiếp cho chính người được cấp. Vui lòng tự đến vào giờ đã đặt.',
  },
  '受け取りのときに暗証番号を決めます。4けたの数字と、6文字から16文字の英数字を考えておいてください。': {
    easy: 'カードを もらうときに [暗証番号](あんしょうばんごう)を [決](き)めます。4つの[数字](すうじ)と、6[文字](もじ)から16[文字](もじ)の アルファベットと[数字](すうじ)を [考](かんが)えておいてください。',
    en: 'You set your PINs when you receive the card. Please think of a 4-digit number and of 6 to 16 letters and digits.',
    zh: '领取时需设置密码。请事先想好4位数字，以及6至16位的英文字母和数字组合。',
    ko: '수령할 때 비밀번호를 정합니다. 숫자 4자리와 영문·숫자 6~16자를 미리 생각해 두십시오.',
    vi: 'Bạn đặt mã PIN khi nhận thẻ. Vui lòng nghĩ trước một số gồm 4 chữ số và một mã gồm 6 đến 16 chữ cái và chữ số.',
  },
  '本人確認書類は、期限が切れていない原本をお持ちください。コピーでは受け取れません。': {
    easy: 'あなたが だれか わかるものは、[期限](きげん)が [切](き)れていない [本物](ほんもの)を [持](も)ってきてください。コピーでは カードを もらえません。',
    en: 'Bring the originals of your proof of identity, still valid. Copies are not accepted.',
    zh: '请携带在有效期内的身份证明文件原件。复印件不能领取。',
    ko: '본인 확인 서류는 유효기간이 지나지 않은 원본을 가져와 주십시오. 사본으로는 받을 수 없습니다.',
    vi: 'Vui lòng mang bản gốc giấy tờ tùy thân còn hạn. Không chấp nhận bản sao.',
  },
  '親権者といっしょに来てください。暗証番号は、4けたの数字を親権者が決めます。': {
    easy: 'お[父](とう)さんか お[母](かあ)さん（[親権者](しんけんしゃ)）と いっしょに [来](き)てください。[暗証番号](あんしょうばんごう)は、[親権者](しんけんしゃ)が 4つの[数字](すうじ)を [決](き)めます。',
    en: 'Please come with a parent who has custody. The parent sets a 4-digit PIN.',
    zh: '请与监护人（父母）一同前来。密码由监护人设置4位数字。',
    ko: '친권자와 함께 와 주십시오. 비밀번호는 친권자가 숫자 4자리로 정합니다.',
    vi: 'Vui lòng đến cùng cha hoặc mẹ có quyền giám hộ. Cha hoặc mẹ sẽ đặt mã PIN gồm 4 chữ số.',
  },
  '代理の方が来られるときは、ご本人が来られない理由の分かる書類が必要です。足りないときは、お渡しできません。ご不明な点は、予約の前にお電話ください。':
    {
      easy: 'ほかの [人](ひと)が [来](く)る ときは、カードの [人](ひと)が [来](こ)られない [理由](りゆう)の わかる [紙](かみ)が いります。たりないと、カードを わたす ことが できません。わからない ときは、[予約](よやく)の [前](まえ)に [電話](でんわ)して ください。',
      en: 'If someone else comes, papers showing why the card holder cannot come are needed. Without them the card cannot be handed over. If you have questions, please call before booking.',
      zh: '代理人来时，需要能证明本人不能来的理由的文件。文件不全时不能交付。如有疑问，请在预约前打电话。',
      ko: '대리인이 오실 때는 본인이 올 수 없는 이유를 알 수 있는 서류가 필요합니다. 부족하면 드릴 수 없습니다. 궁금한 점은 예약 전에 전화해 주세요.',
      vi: 'Khi người khác đến thay, cần giấy tờ cho biết lý do chủ thẻ không đến được. Thiếu giấy tờ thì không thể giao thẻ. Nếu có thắc mắc, hãy gọi điện trước khi đặt lịch.',
    },
  代理の方: {
    easy: 'ほかの [人](ひと)が [来](く)る とき',
    en: 'If someone else comes',
    zh: '代理人',
    ko: '대리인',
    vi: 'Khi người khác đến thay',
  },
  '委任状（はがきの委任のところに、ご本人が書いたもの。はがきをなくしたときは、別の紙に書いたもの）': {
    easy: '[委任状](いにんじょう)（はがきの 「[委任](いにん)」の ところに カードの [人](ひと)が [書](か)いた もの。はがきを なくした ときは、ほかの [紙](かみ)に [書](か)いた もの）',
    en: 'A letter of proxy: the proxy part of the postcard filled in by the card holder, or, if the postcard is lost, the same written on another sheet',
    zh: '委托书（由本人填写的明信片委托栏；如明信片已丢失，则为本人写在其他纸上的委托书）',
    ko: '위임장(본인이 엽서의 위임란에 적은 것. 엽서를 잃어버린 경우에는 다른 종이에 적은 것)',
    vi: 'Giấy ủy quyền (phần ủy quyền trên bưu thiếp do chủ thẻ ghi; nếu mất bưu thiếp thì ghi trên giấy khác)',
  },
  '代理の方の本人確認書類（2点）': {
    easy: '[来](く)る [人](ひと)の [身分](みぶん)が わかる もの（2つ）',
    en: 'Two identity documents of the person who comes',
    zh: '代理人的身份证件（2件）',
    ko: '대리인의 본인 확인 서류(2점)',
    vi: 'Giấy tờ tùy thân của người đại diện (2 loại)',
  },
  'ご本人の本人確認書類（2点。1点は顔写真のあるもの）': {
    easy: 'カードの [人](ひと)の [身分](みぶん)が わかる もの（2つ。1つは [顔](かお)の [写真](しゃしん)が ある もの）',
    en: 'Two identity documents of the card holder, one of them with a photo',
    zh: '本人的身份证件（2件，其中1件带照片）',
    ko: '본인의 본인 확인 서류(2점, 1점은 얼굴 사진이 있는 것)',
    vi: 'Giấy tờ tùy thân của chủ thẻ (2 loại, 1 loại có ảnh)',
  },
  '診断書、障害者手帳、施設に入所していることの分かる書類など': {
    easy: '[診断書](しんだんしょ)、[障害者手帳](しょうがいしゃてちょう)、[施設](しせつ)に いる ことが わかる [紙](かみ) など',
    en: 'A medical certificate, disability certificate, or a paper showing the stay in a facility',
    zh: '诊断书、残疾人手册、能证明住在设施的文件等',
    ko: '진단서, 장애인 수첩, 시설 입소를 알 수 있는 서류 등',
    vi: 'Giấy chẩn đoán, sổ khuyết tật, giấy cho biết đang ở cơ sở chăm sóc…',
  },
  '登記事項証明書など、代理の権限が分かる書類': {
    easy: '[代理人](だいりにん)だと わかる [紙](かみ)（[登記事項証明書](とうきじこうしょうめいしょ) など）',
    en: 'A paper showing the right to represent, such as a certificate of registered matters',
    zh: '登记事项证明书等能证明代理权的文件',
    ko: '등기사항증명서 등 대리 권한을 알 수 있는 서류',
    vi: 'Giấy tờ cho biết quyền đại diện, như giấy chứng nhận đăng ký',
  },
  '海外への滞在、長期の出張などの分かる書類': {
    easy: '[外国](がいこく)に いる ことや、[長](なが)い [出張](しゅっちょう)が わかる [紙](かみ) など',
    en: 'A paper showing the stay abroad, the long business trip or the like',
    zh: '能证明在国外或长期出差等的文件',
    ko: '해외 체류, 장기 출장 등을 알 수 있는 서류',
    vi: 'Giấy tờ cho biết đang ở nước ngoài, đi công tác dài ngày…',
  },
  本人確認書類をもう1点: {
    easy: '[身分](みぶん)が わかる ものを もう 1つ',
    en: 'One more identity document',
    zh: '再加1件身份证件',
    ko: '본인 확인 서류 1점 더',
    vi: 'Thêm 1 loại giấy tờ tùy thân',
  },
  '紛失届（窓口で書きます）': {
    easy: 'なくした ことを [書](か)く [紙](かみ)（[窓口](まどぐち)で [書](か)きます）',
    en: 'A report of loss (filled in at the counter)',
    zh: '遗失申报书（在窗口填写）',
    ko: '분실 신고서(창구에서 작성)',
    vi: 'Đơn báo mất (viết tại quầy)',
  },
  'ご本人が来てください。いまお使いの暗証番号で手続きします。': {
    easy: 'あなたが [来](き)てください。いま [使](つか)っている [暗証番号](あんしょうばんごう)を [使](つか)います。',
    en: 'Please come yourself. You will need the PINs you use now.',
    zh: '请本人前来。办理时使用现在的密码。',
    ko: '본인이 와 주십시오. 지금 사용하는 비밀번호로 절차를 진행합니다.',
    vi: 'Vui lòng tự đến. Thủ tục dùng mã PIN hiện tại của bạn.',
  },
  '暗証番号を忘れたときは、窓口で決め直せます。運転免許証などの本人確認書類もお持ちください。': {
    easy: '[暗証番号](あんしょうばんごう)を [忘](わす)れたときは、[窓口](まどぐち)で [新](あたら)しく [決](き)めます。[運転免許証](うんてんめんきょしょう)など、あなたが だれか わかるものも [持](も)ってきてください。',
    en: 'If you have forgotten your PINs you can set new ones at the counter. Bring proof of identity such as a driver’s license as well.',
    zh: '忘记密码时可在窗口重新设置。请一并携带驾驶证等身份证明文件。',
    ko: '비밀번호를 잊으셨을 때는 창구에서 다시 정할 수 있습니다. 운전면허증 등 본인 확인 서류도 가져와 주십시오.',
    vi: 'Nếu quên mã PIN, bạn có thể đặt lại tại quầy. Vui lòng mang theo cả giấy tờ tùy thân như bằng lái xe.',
  },
};

const AROUND: Record<string, InLanguages> = {
  久留米市: { easy: '[久留米市](くるめし)', en: 'Kurume City', zh: '久留米市', ko: '구루메시', vi: 'Thành phố Kurume' },
  'カードの受け取りには予約が必要です。年末年始（12月29日から1月3日まで）はお休みです。': {
    easy: 'カードを もらうには [予約](よやく)が [必要](ひつよう)です。12[月](がつ)29[日](にち)から 1[月](がつ)3[日](みっか)までは [休](やす)みです。',
    en: 'Receiving a card needs a reservation. The offices are closed over the New Year (December 29 to January 3).',
    zh: '领取卡片需要预约。年末年初（12月29日至1月3日）休息。',
    ko: '카드 수령에는 예약이 필요합니다. 연말연시(12월 29일~1월 3일)는 휴무입니다.',
    vi: 'Cần đặt hẹn để nhận thẻ. Nghỉ dịp cuối năm và năm mới (từ 29 tháng 12 đến 3 tháng 1).',
  },
  車いす対応: {
    easy: '[車](くるま)いすで [入](はい)れます',
    en: 'Wheelchair access',
    zh: '可使用轮椅',
    ko: '휠체어 이용 가능',
    vi: 'Lối đi cho xe lăn',
  },
  だれでもトイレ: {
    easy: 'だれでも [使](つか)えるトイレ',
    en: 'Accessible restroom',
    zh: '无障碍厕所',
    ko: '다목적 화장실',
    vi: 'Nhà vệ sinh đa năng',
  },
  '平日 午前8時30分から午後5時15分まで': {
    easy: '[月曜日](げつようび)から [金曜日](きんようび)の [午前](ごぜん)8[時](じ)30[分](ぷん)から [午後](ごご)5[時](じ)15[分](ふん)まで',
    en: 'Weekdays 8:30 a.m. to 5:15 p.m.',
    zh: '工作日 上午8点30分至下午5点15分',
    ko: '평일 오전 8시 30분~오후 5시 15분',
    vi: 'Ngày thường từ 8:30 đến 17:15',
  },
};

/** What the services are called. */
const SERVICE_NAMES: Record<string, InLanguages> = {
  'card-pickup': {
    easy: 'マイナンバーカードを もらう',
    en: 'Receiving your My Number Card',
    zh: '领取个人编号卡（My Number Card）',
    ko: '마이넘버카드 수령',
    vi: 'Nhận thẻ My Number',
  },
  'certificate-renewal': {
    easy: '[電子証明書](でんししょうめいしょ)を [新](あたら)しくする',
    en: 'Renewing the digital certificate',
    zh: '电子证书的更新',
    ko: '전자증명서 갱신',
    vi: 'Gia hạn chứng thư số',
  },
};

/** What the city's staff wrote, in the site's other languages. The ways to the offices stay in Japanese alone: such texts there are in every city. */
export async function putTranslations(tx: Tx): Promise<void> {
  for (const [source, bodies] of Object.entries({ ...BRING, ...CAUTIONS, ...AROUND }))
    for (const [language, body] of Object.entries(bodies))
      await tx.run(
        sql`INSERT INTO site.translations (source, language, body, at) VALUES (${source}, ${language}, ${body}, lib.now())`,
      );
  for (const [code, names] of Object.entries(SERVICE_NAMES))
    await tx.run(sql`UPDATE services.services SET names = ${JSON.stringify(names)}::jsonb WHERE code = ${code}`);
}
