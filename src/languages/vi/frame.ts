import type { Page } from '../catalogues.ts';

export const controls: Page<'controls'> = {
  skip: 'Đến phần nội dung chính',
  must: 'Bắt buộc',
  may: 'Không bắt buộc',
  errorTitle: 'Vui lòng kiểm tra lại nội dung đã nhập',
  errorPrefix: 'Lỗi: ',
  change: 'Thay đổi',
  pages: 'Trang',
  previous: 'Trước',
  following: 'Tiếp',
  colon: ': ',
  signs: { open: 'Còn chỗ', few: 'Còn ít', full: 'Hết chỗ', closed: 'Không nhận' },
};

export const frame: Page<'frame'> = {
  site: { card: 'Đặt lịch hẹn thẻ My Number', person: 'Đặt lịch hẹn tại quầy' },
  finish: 'Kết thúc',
  back: 'Quay lại trang trước',
  start: 'Về trang đầu',
  underWay: 'Bạn đang đặt hẹn dở?',
  goOn: 'Quay lại để tiếp tục',
  helpTitle: 'Khi cần giúp đỡ',
  helpLead: 'Bạn cũng có thể đặt hẹn qua điện thoại (bằng tiếng Nhật).',
  helpLink: { card: 'Không biết ID hoặc không có email', person: 'Không biết cách đặt hẹn hoặc không có email' },
  questions: 'Câu hỏi thường gặp',
  foot: { privacy: 'Thông tin cá nhân', using: 'Cách dùng trang này', accessibility: 'Trợ năng' },
  step: 'Bước {step}/{steps}',
  otherLanguage: 'Giữ nội dung đã nhập và đổi ngôn ngữ',
  steps: {
    who: 'Xác nhận người đặt',
    person: 'Họ tên, liên lạc',
    mail: 'Địa chỉ email',
    day: 'Nơi và ngày',
    time: 'Giờ',
    cautions: 'Trước khi đến',
    check: 'Kiểm tra nội dung',
  },
};
