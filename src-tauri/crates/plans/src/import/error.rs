//! Why a file is not a plan.

/// Each one tells the officer what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// More bytes than are read.
    #[error("文件有 {bytes} 字节，最多读取 {max} 字节；请删去图片或拆分后再导入")]
    TooLarge {
        /// How many.
        bytes: usize,
        /// The bound.
        max: usize,
    },
    /// It unpacks to more than is read, to too many parts, or grows to too much text.
    #[error(
        "文件解压或展开成文字后超过 {max_bytes} 字节，或部件过多，未读取；请在 Word 中另存为新的 .docx 再导入"
    )]
    Bomb {
        /// The bound in bytes.
        max_bytes: u64,
    },
    /// A document with a password.
    #[error("文件有密码；请在 Word 中去掉密码后另存为 .docx 再导入")]
    Encrypted,
    /// The old binary format of Word, or of WPS.
    #[error("这是旧的 .doc（或 .wps）格式；请用 Word 或 WPS 打开，另存为 .docx 再导入")]
    OldWord,
    /// Another kind of file.
    #[error("这是 {format} 文件；请另存为 .docx 或文本文件（.txt）再导入")]
    OtherFormat {
        /// What it is.
        format: &'static str,
    },
    /// A package that cannot be opened.
    #[error("文件已损坏（{why}）；请在 Word 中打开并修复，另存后再导入")]
    Damaged {
        /// What the reader said.
        why: String,
    },
    /// A package without a Word document.
    #[error("文件里没有 Word 文档")]
    NotAPlan,
    /// No words in it.
    #[error("文件里没有文字；扫描件请先识别文字再导入")]
    Empty,
}

impl ImportError {
    /// A word for programs; the window decides by it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::Bomb { .. } => "bomb",
            Self::Encrypted => "encrypted",
            Self::OldWord => "old_word",
            Self::OtherFormat { .. } => "other_format",
            Self::Damaged { .. } => "damaged",
            Self::NotAPlan => "not_a_plan",
            Self::Empty => "empty",
        }
    }
}
