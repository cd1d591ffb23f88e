import type { Page } from '../catalogues.ts';

export const link: Page<'link'> = {
  title: 'Tiếp tục đặt hẹn',
  heading: 'Đã xác nhận địa chỉ email',
  lead: 'Hãy nhấn nút để tiếp tục đặt hẹn. Lúc này lịch hẹn chưa hoàn tất.',
  go: 'Tiếp tục đặt hẹn',
  used: {
    title: 'Liên kết này đã được dùng',
    says: [
      'Liên kết chỉ mở được một lần. Ở trình duyệt đã mở, bạn có thể làm tiếp.',
      'Để làm tiếp ở đây, hãy nhận email mới. Chúng tôi gửi đến cùng địa chỉ.',
    ],
    again: 'Nhận email mới',
  },
  renewed: { title: 'Đã gửi email mới', says: ['Hãy nhấn liên kết trong email để làm tiếp. Lịch hẹn chưa hoàn tất.'] },
  expired: {
    title: 'Liên kết đã hết hạn',
    says: ['Nếu chưa đặt hẹn, xin hãy đặt lại từ đầu.', 'Nếu đã đặt hẹn xong, hãy xem bằng liên kết trong email báo hoàn tất.'],
    next: 'Đặt hẹn từ đầu',
  },
  finished: {
    title: 'Thao tác từ liên kết này đã kết thúc',
    says: [
      'Vì đã nhấn “Kết thúc” ở màn hình mở liên kết này, liên kết không dùng được nữa.',
      'Lịch hẹn đã đặt xong vẫn còn. Muốn xem, hãy nhận email mới ở “Xem, thay đổi hoặc hủy lịch hẹn”.',
    ],
    next: 'Đặt hẹn từ đầu',
  },
  unknown: {
    title: 'Liên kết này không dùng được',
    says: [
      'Liên kết bị đứt, hoặc không còn dùng được nữa.',
      'Nếu có email mới hơn, hãy nhấn liên kết trong email mới nhất. Nếu không, hãy đặt hẹn từ đầu hoặc gọi điện.',
    ],
    next: 'Đặt hẹn từ đầu',
  },
  manage: 'Xem, thay đổi hoặc hủy lịch hẹn',
  manageTitle: 'Xem, thay đổi hoặc hủy lịch hẹn',
  manageHeading: 'Xem, thay đổi hoặc hủy lịch hẹn',
  manageLead: 'Nhấn nút để xem nội dung lịch hẹn.',
  manageGo: 'Xem lịch hẹn',
  over: {
    title: 'Lịch hẹn này đã kết thúc hoặc đã hủy',
    says: ['Thủ tục đã xong, hoặc ngày hẹn đã qua, hoặc lịch hẹn đã được hủy.'],
    next: 'Đặt hẹn lại',
  },
};
