import type { Page } from '../catalogues.ts';

const TYPED_BY_ALL = [
  'Với thủ tục mà đồ cần mang tùy theo người đến: lý do người khác đến thay (như bị bệnh) và đồ đã mất.',
  'Khi xem lịch hẹn bằng số đặt hẹn: số đặt hẹn, địa chỉ email.',
  'Trang này không yêu cầu nhập địa chỉ nhà, My Number (個人番号) hay mật khẩu.',
] as const;

const STEPS_AFTER = [
  'Nhập địa chỉ email thì nhận được email.',
  'Từ liên kết trong email, chọn nơi và ngày giờ.',
  'Đọc các lưu ý trước khi đến và kiểm tra nội dung.',
  'Số lịch hẹn hiện ra và bạn nhận email thông tin.',
] as const;

export const papers: Page<'papers'> = {
  privacy: {
    title: 'Thông tin cá nhân',
    parts: {
      typed: {
        head: 'Nội dung bạn nhập',
        lines: [
          'Khi đặt hẹn nhận thẻ: ID thông báo, tháng và ngày sinh, địa chỉ email. Để xác nhận, đôi khi chúng tôi cũng hỏi năm sinh.',
          'Khi đặt hẹn thủ tục không cần bưu thiếp: họ tên, cách đọc, ngày tháng năm sinh, số điện thoại, địa chỉ email.',
          ...TYPED_BY_ALL,
        ],
        person: ['Họ tên, cách đọc, ngày tháng năm sinh, số điện thoại, địa chỉ email.', ...TYPED_BY_ALL],
      },
      purpose: {
        head: 'Mục đích sử dụng',
        lines: [
          'Dùng để xác nhận người đặt, nhận lịch hẹn và gửi email thông tin.',
          'Lý do người khác đến thay và đồ đã mất được dùng để báo đồ cần mang.',
          'Không dùng cho mục đích khác.',
        ],
      },
      records: {
        head: 'Ghi lại',
        lines: [
          'Để ngăn việc dùng sai, thời điểm, kết quả thao tác và nơi truy cập (một phần địa chỉ IP) được ghi lại.',
          'Dữ liệu lịch hẹn được xóa sau thời hạn do thành phố quy định.',
          'Chỉ bạn và nhân viên thành phố phụ trách lịch hẹn xem được lý do người khác đến thay và đồ đã mất. Chúng được xóa cùng lịch hẹn và không được ghi vào nhật ký thao tác.',
        ],
      },
      cookies: {
        head: 'Cookie',
        lines: [
          'Cookie được dùng để tiếp tục thủ tục. Không dùng cookie quảng cáo hay phân tích.',
          'Cookie bị xóa khi đóng trình duyệt; cookie xếp hàng bị xóa sau 1 giờ. Sau khi nhấn “Kết thúc”, cookie không mở được thủ tục nữa.',
        ],
      },
    },
  },
  using: {
    title: 'Cách dùng trang này',
    parts: {
      steps: {
        head: 'Các bước đặt hẹn',
        lines: ['Nhập ID thông báo và ngày sinh, hoặc họ tên v.v.', ...STEPS_AFTER],
        person: ['Nhập họ tên v.v.', ...STEPS_AFTER],
      },
      devices: {
        head: 'Thiết bị dùng được',
        lines: [
          'Dùng được trên điện thoại, máy tính bảng và máy tính.',
          'Dùng được với Chrome, Edge, Safari, Firefox, Internet Explorer 11.',
          'Tắt JavaScript vẫn làm được mọi thủ tục.',
        ],
      },
      hours: {
        head: 'Thời gian dùng được',
        lines: ['Dùng được 24 giờ mỗi ngày. Khi ngừng để bảo trì, chúng tôi báo trước 2 tuần.'],
      },
      changes: {
        head: 'Thay đổi và hủy',
        lines: ['Làm từ liên kết trong email, hoặc ở “Xem, thay đổi hoặc hủy lịch hẹn” trên trang đầu.'],
      },
    },
  },
  accessibility: {
    title: 'Trợ năng',
    parts: {
      aim: { head: 'Mục tiêu', lines: ['Mục tiêu là theo mức AA của JIS X 8341-3:2016.'] },
      done: {
        head: 'Những điều đã làm',
        lines: [
          'Chỉ dùng bàn phím vẫn làm được mọi thủ tục.',
          'Trang được làm để dùng được với phần mềm đọc màn hình.',
          'Phóng chữ to gấp 2 lần vẫn không mất nội dung.',
          'Chỗ trống được thể hiện bằng ký hiệu, chữ và màu.',
          'Dùng phông chữ dễ đọc.',
          'Giờ giữ chỗ khi đang đặt hẹn có thể kéo dài đến {holdExtensions} lần.',
        ],
      },
      trouble: {
        head: 'Khi có chỗ khó dùng',
        lines: ['Hãy gọi điện cho chúng tôi. Mọi thủ tục cũng làm được qua điện thoại.'],
      },
    },
  },
};
