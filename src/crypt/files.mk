# The files of this layer, in reading order.
crypt_FILES := random.c secret.c hash.c cipher.c sign.c kdf.c bech32.c \
	minisign.c merkle.c merkle_proof.c age_keys.c age_armor.c \
	age_header.c age_encrypt.c age_decrypt.c
crypt_TESTS := random_test secret_test hash_test cipher_test sign_test \
	kdf_test bech32_test minisign_test merkle_test age_test
crypt_TEST_TOOLS := age_vectors merkle_vectors hkdf_vectors
# Some age vectors are stored deflated; the layer itself never inflates.
age_vectors_LIBS := -lz
