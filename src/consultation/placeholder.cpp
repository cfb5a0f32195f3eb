// consultation
