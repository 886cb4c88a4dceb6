// SPDX-License-Identifier: EUPL-1.2

#include "textflag.h"

// func lookUpFour(table *[codes][lane]float64, code *uint8, groups, stride int, out *[4 * lane]float64)
// Y0..Y7 are the sums of four regions, two registers each, so that eight additions are under way at once; every sum is taken in the order
// of the groups, as lookUp takes it.
TEXT ·lookUpFour(SB), NOSPLIT, $0-40
	MOVQ table+0(FP), DI
	MOVQ code+8(FP), SI
	MOVQ groups+16(FP), CX
	MOVQ stride+24(FP), AX
	MOVQ out+32(FP), DX
	LEAQ (SI)(AX*1), R8
	LEAQ (R8)(AX*1), R9
	LEAQ (R9)(AX*1), R10
	VMOVUPD (DX), Y0
	VMOVUPD 32(DX), Y1
	VMOVUPD 64(DX), Y2
	VMOVUPD 96(DX), Y3
	VMOVUPD 128(DX), Y4
	VMOVUPD 160(DX), Y5
	VMOVUPD 192(DX), Y6
	VMOVUPD 224(DX), Y7
	TESTQ CX, CX
	JZ    done

loop:
	MOVBLZX (SI), AX
	MOVBLZX (R8), BX
	MOVBLZX (R9), R11
	MOVBLZX (R10), R12
	SHLQ    $6, AX
	SHLQ    $6, BX
	SHLQ    $6, R11
	SHLQ    $6, R12
	VADDPD  (DI)(AX*1), Y0, Y0
	VADDPD  32(DI)(AX*1), Y1, Y1
	VADDPD  (DI)(BX*1), Y2, Y2
	VADDPD  32(DI)(BX*1), Y3, Y3
	VADDPD  (DI)(R11*1), Y4, Y4
	VADDPD  32(DI)(R11*1), Y5, Y5
	VADDPD  (DI)(R12*1), Y6, Y6
	VADDPD  32(DI)(R12*1), Y7, Y7
	ADDQ    $16384, DI // codes × lane × 8 bytes
	INCQ    SI
	INCQ    R8
	INCQ    R9
	INCQ    R10
	DECQ    CX
	JNZ     loop

done:
	VMOVUPD Y0, (DX)
	VMOVUPD Y1, 32(DX)
	VMOVUPD Y2, 64(DX)
	VMOVUPD Y3, 96(DX)
	VMOVUPD Y4, 128(DX)
	VMOVUPD Y5, 160(DX)
	VMOVUPD Y6, 192(DX)
	VMOVUPD Y7, 224(DX)
	VZEROUPPER
	RET

// func hasAVX() bool
// The processor knows AVX and the system keeps its registers (Intel SDM, volume 1, section 14.3).
TEXT ·hasAVX(SB), NOSPLIT, $0-1
	MOVB  $0, ret+0(FP)
	MOVL  $1, AX
	XORL  CX, CX
	CPUID
	ANDL  $0x18000000, CX // OSXSAVE and AVX
	CMPL  CX, $0x18000000
	JNE   no
	XORL  CX, CX
	XGETBV
	ANDL  $6, AX
	CMPL  AX, $6
	JNE   no
	MOVB  $1, ret+0(FP)

no:
	RET
