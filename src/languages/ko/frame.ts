import type { Page } from '../catalogues.ts';

export const controls: Page<'controls'> = {
  skip: '본문으로 이동',
  must: '※필수',
  may: '선택',
  errorTitle: '입력하신 내용을 확인해 주세요',
  errorPrefix: '오류: ',
  change: '변경',
  pages: '페이지',
  previous: '이전',
  following: '다음',
  colon: ': ',
  signs: { open: '빈자리 있음', few: '얼마 안 남음', full: '마감', closed: '접수 안 함' },
};

export const frame: Page<'frame'> = {
  site: { card: '마이넘버카드 창구 예약', person: '창구 예약' },
  finish: '종료하기',
  back: '이전 페이지로 돌아가기',
  start: '첫 페이지로',
  underWay: '예약 중이신가요?',
  goOn: '이어서 진행하기',
  helpTitle: '도움이 필요하시면',
  helpLead: '전화로도 예약할 수 있습니다. 전화는 일본어로 받습니다.',
  helpLink: { card: 'ID를 모르거나 메일이 없는 분', person: '예약 방법을 모르거나 메일이 없는 분' },
  questions: '자주 묻는 질문',
  foot: { privacy: '개인정보 취급', using: '이용 방법과 이용 환경', accessibility: '접근성' },
  step: '단계 {step}/{steps}',
  otherLanguage: '입력한 내용을 그대로 두고 다른 언어로 보기',
  steps: {
    who: '본인 확인',
    person: '성함 등',
    mail: '메일 주소',
    day: '장소와 날짜',
    time: '시간',
    cautions: '오시기 전에',
    check: '내용 확인',
  },
};
